"""Access windows: their terms, their named evaluators, and when access begins and ends."""
