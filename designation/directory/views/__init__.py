"""Pages of the directory, for roster administrators."""
