"""The pages of a window."""
