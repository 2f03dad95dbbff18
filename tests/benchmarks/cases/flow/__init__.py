"""The peer's application: the case as django-viewflow has it. Runs in the peer's environment only."""
