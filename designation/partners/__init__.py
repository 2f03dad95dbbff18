"""Trusted partners: the roster, how an organization gets on it, and early access that both sides choose it for."""
