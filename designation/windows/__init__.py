"""Access windows: terms, named evaluators, and when access begins and ends."""
