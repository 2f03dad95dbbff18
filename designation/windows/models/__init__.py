"""The tables of windows, terms and grants."""
