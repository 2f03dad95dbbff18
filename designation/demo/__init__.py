"""The demonstration: its world, its mail and its clock."""
