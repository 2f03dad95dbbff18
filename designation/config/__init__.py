"""Configuration of an installation: settings, URLs, processes and the servers it needs."""
