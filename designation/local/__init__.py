"""Run all servers of an installation on one machine."""
