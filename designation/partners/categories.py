"""What kinds of organizations are trusted partners, and how large they are."""

from __future__ import annotations

CATEGORIES: tuple[tuple[str, str], ...] = (
    ("federal", "Federal agency"),
    ("government", "State, local, tribal or territorial government"),
    ("rural_hospital", "Rural hospital"),
    ("community_bank", "Community bank"),
    ("local_utility", "Local utility"),
    ("infrastructure", "Other operator of critical infrastructure"),
    ("security_vendor", "Security vendor"),
    ("open_source", "Open-source maintainer"),
)
SIZES: tuple[tuple[str, str], ...] = (
    ("one", "One person"),
    ("small", "2 to 49 people"),
    ("medium", "50 to 499 people"),
    ("large", "500 people or more"),
)
