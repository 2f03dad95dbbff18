"""What of a matter somebody may read who takes part only for subjects that name them, as an evaluator does."""

from __future__ import annotations

import uuid
from collections.abc import Callable

Find = Callable[[uuid.UUID, uuid.UUID], frozenset[uuid.UUID]]

_finders: list[Find] = []


def register(find: Find) -> None:
    """Add a way to find the subjects of a matter (its log) that name a person (their id)."""
    _finders.append(find)


def own_subjects(log: uuid.UUID, person: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the ids of the subjects of a matter that name a person."""
    return frozenset[uuid.UUID]().union(*(find(log, person) for find in _finders))
