"""What an address asks a list for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def asked_for(asked: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Return what an address asks for, by filter, without what PostgreSQL cannot take."""
    return {name: asked.get(name, "").replace("\0", "").strip()[:200] for name in names}
