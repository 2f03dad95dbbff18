"""Rules of the directory: every refusal."""
