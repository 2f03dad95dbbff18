"""What a line of a file leaves in an organization, in Python, for pages that show old and new values.

It says the same as `merged` in `models/applying.py` says in SQL.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designation.directory.fields import FIELD, IN_A_SECTOR, NAMES


def merged(old: Mapping[str, Any], new: Mapping[str, Any], cleared: list[str]) -> dict[str, Any]:
    """Return the values of every field after the import."""
    found: dict[str, Any] = {}
    for name in NAMES:
        if name in cleared:
            found[name] = new[name] if FIELD[name].many else ""
        elif name == "domains":
            found[name] = list(dict.fromkeys([*old[name], *new[name]]))
        else:
            found[name] = new[name] or old[name]
    if found["category"] not in IN_A_SECTOR:
        found["sector"] = ""
    return found


def changes(old: Mapping[str, Any], new: Mapping[str, Any], cleared: list[str]) -> list[tuple[str, Any, Any]]:
    """Return name, old and new value of each field that the import changes."""
    after = merged(old, new, cleared)
    return [(name, old[name], after[name]) for name in NAMES if old[name] != after[name]]
