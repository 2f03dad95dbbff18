"""Versions of the policy. Two people put a version into force."""
