"""The demonstration: its data, its mail page and its clock page."""
