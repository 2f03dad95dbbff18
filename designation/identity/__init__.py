"""Accounts: sign-in, sessions, passwords and rate limits."""
