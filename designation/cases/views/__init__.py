"""Pages about insider risk."""
