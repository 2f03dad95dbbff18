"""Accounts: signing in, sessions, passwords and limits on attempts."""
