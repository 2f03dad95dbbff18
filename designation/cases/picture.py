"""The picture of accesses: one line for each artifact or person, and a mark for each access, from left to right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from designation.cases.queries import Access

WIDTH, LEFT, ROW = 700, 190, 26
MOST_ROWS = 14
RADIUS = 4
LONGEST_LABEL = 26


@dataclass(frozen=True)
class Row:
    """One line of the picture: its label, its height, and where its marks are."""

    label: str
    y: int
    marks: list[int]
    count: int


@dataclass(frozen=True)
class Picture:
    """The picture: its size, its rows, and the first and last instant that it shows."""

    rows: list[Row]
    height: int
    first: Any
    last: Any
    width: int = WIDTH
    left: int = LEFT


def picture_of(accesses: Sequence[Access], label: Callable[[Access], str]) -> Picture | None:
    """Return the picture of accesses, oldest first, with a row for each label. Without accesses there is none."""
    if not accesses:
        return None
    first, last = accesses[0].at, accesses[-1].at
    length = max(last - first, timedelta(minutes=1))
    marks: dict[str, list[int]] = {}
    for access in accesses:
        place = LEFT + 10 + round((access.at - first) / length * (WIDTH - LEFT - 20))
        marks.setdefault(label(access), []).append(place)
    rows = [
        Row(_short(name), (number + 1) * ROW, sorted(set(places)), len(places))
        for number, (name, places) in enumerate(list(marks.items())[:MOST_ROWS])
    ]
    return Picture(rows, (len(rows) + 1) * ROW, first, last)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"
