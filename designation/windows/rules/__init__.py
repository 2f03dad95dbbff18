"""The rules of windows and grants."""
