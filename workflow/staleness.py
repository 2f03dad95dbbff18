"""What a person has seen of a subject, as the index of an entry, and whether it has changed since.

The index is that of the newest entry about the subject that the person may open. Nothing here depends on entries that
they may not open: an answer that did would tell of them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from workflow.deadlines import MOVED
from workflow.guards import CLOCK
from workflow.idempotency import LATE, READ, SIGNED, TAKEN_BACK
from workflow.ledger.bundle import ERASED
from workflow.ledger.sides import ordered
from workflow.models import Entry, Stateful
from workflow.models.ledger import open_to
from workflow.sql.prepared_queries import prepared_query

_KEEPS_EVERYTHING = (
    Q(event__in=[LATE, ERASED, MOVED])
    | Q(event__endswith=SIGNED)
    | Q(event__endswith=TAKEN_BACK)
    | Q(event__endswith=READ)
)
"""Entries that leave their subject as it is."""


def newest_seen(subject: Stateful, sides: Iterable[str] = ()) -> int:
    """Return the index of the newest entry about a subject that one of the sides may open, or 0 if there is none.

    Without `sides`, every entry counts.
    """
    return _newest(_entries(log=subject.log_id, subject=subject.pk, sides=ordered(sides), changes=False))


def newest_change(subject: Stateful, sides: Iterable[str]) -> int:
    """Return the same for entries of steps that were taken, which may have changed the subject."""
    return _newest(_entries(log=subject.log_id, subject=subject.pk, sides=ordered(sides), changes=True))


def clock_acted_since(subject: Stateful, seen: int, sides: Iterable[str]) -> bool:
    """Return whether the clock took a step after the entry `seen`, as far as one of the sides may know."""
    changes = _about(subject.log_id, subject.pk, ordered(sides)).exclude(_KEEPS_EVERYTHING)
    return changes.filter(index__gt=seen, actor=CLOCK.label).exists()


def _about(log: uuid.UUID, subject: uuid.UUID, sides: tuple[str, ...]) -> QuerySet[Any]:
    own = Entry.objects.filter(log=log, subject_id=subject)
    return own.filter(open_to(sides)) if sides else own


@prepared_query(log=uuid.UUID, subject=uuid.UUID)
def _entries(log: uuid.UUID, subject: uuid.UUID, *, sides: tuple[str, ...], changes: bool) -> QuerySet[Any]:
    """Return the index of the newest entry, if there is one: of all, or of those that may have changed the subject."""
    entries = _about(log, subject, sides)
    entries = entries.exclude(_KEEPS_EVERYTHING) if changes else entries
    return entries.order_by("-index").values_list("index", flat=True)[:1]


def _newest(found: list[Any]) -> int:
    return int(found[0]) if found else 0
