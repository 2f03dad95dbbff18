"""Filters of a list that stay in its address, and the tags that say which are set and remove them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import QueryDict

from designation.content.asked import asked_for


def address_of(asked: QueryDict, names: Iterable[str], **other: str) -> str:
    """Return the filters as an address, without the place in the list. `other` are values that differ."""
    kept, known = asked.copy(), set(names)
    for name in list(kept):
        if name not in known or name in other or not kept[name]:
            del kept[name]
    kept.update({name: value for name, value in other.items() if value})
    return kept.urlencode()


def tags(
    asked: QueryDict, names: Iterable[str], said: Callable[[str, str], str], *, kept: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """Return a tag for each filter that is set, in words, with the address of the list without it.

    `kept` are other names that stay in the address, such as the order of the list.
    """
    names = tuple(names)
    every = (*names, *kept)
    found = [
        {"label": f"{said(name, value)} ✕", "url": f"?{address_of(asked, every, **{name: ''})}", "on": True}
        for name, value in asked_for(asked, names).items()
        if value
    ]
    return [*found, {"label": "Clear all", "url": "?", "on": False}] if found else []
