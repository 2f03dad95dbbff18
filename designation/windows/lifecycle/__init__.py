"""The lifecycles of windows and grants."""
