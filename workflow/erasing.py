"""Erasing personal details from the record without breaking it (LEDGER.md §9).

An effect of an application's step (one that two people sign) calls `erase`. The entry that names what was erased and
the deletion are one transaction, and PostgreSQL permits no other deletion. The commitments stay in the entries, so
every proof remains valid; without its salt, a commitment reveals nothing about the value.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from workflow.errors import WorkflowError
from workflow.guards import StepContext
from workflow.ledger.append import EntryBody, append
from workflow.ledger.bundle import ERASED
from workflow.models import Entry, Personal, Stateful
from workflow.sql import statements


class NothingToErase(WorkflowError):
    """A detail that should be erased does not exist, or was erased before."""

    code = "nothing_to_erase"


def said_by(labels: Iterable[str], log_ids: Iterable[uuid.UUID]) -> list[Personal]:
    """Return the personal details in the entries of these logs that a person's own steps wrote.

    `labels` are all the labels that the person has in these logs (`Stateful.label_of`).
    """
    written = Entry.objects.filter(log__in=list(log_ids), actor__in=list(labels)).values_list("log", "index")
    places = set(written)
    details = Personal.objects.filter(log__in={log for log, _index in places})
    return [detail for detail in details if (detail.log_id, detail.index) in places]


def erase(subject: Stateful, context: StepContext, details: Sequence[Personal]) -> None:
    """Erase the details for good, and record which, in the name of the actor of the step.

    Each log gets one entry for each set of sides that may open the entries concerned, and for each label under which
    the person appears in them. So nobody learns what was erased from an entry that they may not open, or that two
    labels belong to one person. Expects to be called by an effect of a step of `subject` that locks the details' logs.
    Raises: NothingToErase if a detail no longer exists.
    """
    entries = Entry.objects.filter(log__in={one.log_id for one in details})
    rows = entries.filter(index__in={one.index for one in details})
    places = rows.values_list("log", "index", "sides", "actor")
    told = {(log, index): (sides, actor) for log, index, sides, actor in places}

    def group(one: Personal) -> tuple[uuid.UUID, list[str], str]:
        return one.log_id, *told[one.log_id, one.index]

    ordered = sorted(details, key=lambda one: (*group(one), one.index, one.name))
    for (log_id, sides, _actor), found in groupby(ordered, group):
        _erase(subject, context, log_id, list(found), sides)


def _erase(
    subject: Stateful, context: StepContext, log_id: uuid.UUID, details: list[Personal], sides: list[str]
) -> None:
    named: list[dict[str, Any]] = [{"index": one.index, "name": one.name} for one in details]
    state = subject.visible_state(*sides)
    body = EntryBody(
        machine=subject.machine(),
        subject_id=subject.pk,
        version=subject.version,
        step="",
        event=ERASED,
        source=state,
        target=state,
        actor=subject.label_of(context.actor),
        sides=sides,
        details={"erased": named},
    )
    head = context.heads[log_id]
    entry = append(head, body, context.now)
    statements.write(statements.StepWrite(row=subject, head=head, entry=entry))
    gone, _by_table = Personal.objects.filter(pk__in=[one.pk for one in details]).delete()
    if gone != len(details):
        raise NothingToErase("A detail that was to be erased no longer exists.")
