"""The servers of an installation on one machine."""
