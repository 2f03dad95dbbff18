"""Artifacts: what a developer shares under control in an access window, and every reading of it."""
