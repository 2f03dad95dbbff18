"""Eligibility: what was verified about a person, when it expires, and what they may therefore read."""
