"""Versions of the policy, and their editing by two people."""
