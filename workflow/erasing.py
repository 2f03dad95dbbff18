"""Erasing personal details from the record without breaking it (LEDGER.md §9).

An application's step (one that two people sign) calls `erase` from an effect. The entry that names what was erased
and the deletion are one transaction, and PostgreSQL permits no other deletion. The commitments stay in the entries, so
every proof goes on holding; without its salt a commitment says nothing about the value.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from workflow import statement
from workflow.errors import WorkflowError
from workflow.guards import Act
from workflow.ledger.append import Happening, append
from workflow.ledger.bundle import ERASED
from workflow.models import Entry, Personal, Stateful


class NothingToErase(WorkflowError):
    """A detail that was named is not there, or not any more."""

    code = "nothing_to_erase"


def said_by(actor: uuid.UUID, log_ids: Iterable[uuid.UUID]) -> list[Personal]:
    """Return the personal details of every entry of these logs that this person's own steps wrote."""
    written = Entry.objects.filter(log__in=list(log_ids), actor=str(actor)).values_list("log", "index")
    places = set(written)
    details = Personal.objects.filter(log__in={log for log, _index in places})
    return [detail for detail in details if (detail.log_id, detail.index) in places]


def erase(subject: Stateful, act: Act, details: Sequence[Personal], *, audience: str = "all") -> None:
    """Erase the details for good, with one entry in each log that says which, in the name of the act's actor.

    To be called from an effect of a step of `subject`; the details' logs have to be among those that the step locks.
    Raises: NothingToErase where a detail is not there any more.
    """
    of_log = groupby(
        sorted(details, key=lambda one: (one.log_id, one.index, one.name)), lambda one: one.log_id
    )
    for log_id, found in of_log:
        _erase(subject, act, log_id, list(found), audience)


def _erase(subject: Stateful, act: Act, log_id: uuid.UUID, details: list[Personal], audience: str) -> None:
    named: list[dict[str, Any]] = [{"index": one.index, "name": one.name} for one in details]
    state = subject.told(str(vars(subject)["state"]), audience)
    happening = Happening(
        machine=subject.machine(),
        subject_id=subject.pk,
        version=subject.version,
        step="",
        event=ERASED,
        source=state,
        target=state,
        actor=act.actor.label,
        audience=audience,
        details={"erased": named},
    )
    head = act.heads[log_id]
    entry = append(head, happening, act.now)
    statement.write(statement.Writing(row=subject, head=head, entry=entry))
    gone, _by_table = Personal.objects.filter(pk__in=[one.pk for one in details]).delete()
    if gone != len(details):
        raise NothingToErase("A detail that was to be erased is not there any more.")
