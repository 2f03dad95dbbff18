"""Numbers of matters. They are drawn at random, so that they say nothing about how many matters there are."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def random_number(prefix: str) -> str:
    """Return a number such as FD-7Q4K-92XM."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"
