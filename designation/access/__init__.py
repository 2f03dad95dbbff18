"""Who may know of a matter, and in which roles."""
