"""What a person has seen of a subject, as the index of an entry, and whether it has changed since.

The index is that of the newest entry about the subject that the person may open. Nothing here depends on entries that
they may not open: an answer that did would tell of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Max, Q, QuerySet

from workflow.guards import CLOCK
from workflow.idempotency import LATE, SIGNED, TAKEN_BACK
from workflow.ledger.bundle import ERASED
from workflow.models import Entry, Stateful
from workflow.models.ledger import open_to

_KEEPS_EVERYTHING = Q(event__in=[LATE, ERASED]) | Q(event__endswith=SIGNED) | Q(event__endswith=TAKEN_BACK)
"""Entries that leave their subject as it is."""


def newest_seen(subject: Stateful, sides: Iterable[str] = ()) -> int:
    """Return the index of the newest entry about a subject that one of the sides may open, or 0 if there is none.

    Without `sides`, every entry counts.
    """
    return _newest(_about(subject, sides))


def newest_change(subject: Stateful, sides: Iterable[str]) -> int:
    """Return the same for entries of steps that were taken, which may have changed the subject."""
    return _newest(_changes(subject, sides))


def clock_acted_since(subject: Stateful, seen: int, sides: Iterable[str]) -> bool:
    """Return whether the clock took a step after the entry `seen`, as far as one of the sides may know."""
    return _changes(subject, sides).filter(index__gt=seen, actor=CLOCK.label).exists()


def _about(subject: Stateful, sides: Iterable[str]) -> QuerySet[Any]:
    own = Entry.objects.filter(log=subject.log_id, subject_id=subject.pk)
    known = list(sides)
    return own.filter(open_to(known)) if known else own


def _changes(subject: Stateful, sides: Iterable[str]) -> QuerySet[Any]:
    return _about(subject, sides).exclude(_KEEPS_EVERYTHING)


def _newest(entries: QuerySet[Any]) -> int:
    return int(entries.aggregate(newest=Max("index"))["newest"] or 0)
