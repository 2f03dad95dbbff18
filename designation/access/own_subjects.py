"""The subjects of a matter that name a person. An evaluator may read only these."""

from __future__ import annotations

import uuid
from collections.abc import Callable

Find = Callable[[uuid.UUID, uuid.UUID], frozenset[uuid.UUID]]

_finders: list[Find] = []


def register(find: Find) -> None:
    """Register a function that finds the subjects that name a person, in the matter with this root. Both are ids."""
    _finders.append(find)


def own_subjects(matter: uuid.UUID, person: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the ids of the subjects of a matter that name a person."""
    return frozenset[uuid.UUID]().union(*(find(matter, person) for find in _finders))
