"""How large a partner is. An organization of one person has the short path."""

from __future__ import annotations

from designation.directory.fields import Size

SIZES: tuple[tuple[str, str], ...] = (
    ("one", "One person"),
    *((str(value), label) for value, label in Size.choices),
)
