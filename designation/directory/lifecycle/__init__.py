"""The lifecycles of the directory: corrections of single entries, and imports."""
