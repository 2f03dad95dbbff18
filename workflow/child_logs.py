"""Records in a parent's log which logs belong to it, so that holders of its record know of them."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.guards import StepContext
from workflow.ledger.append import EntryBody, append
from workflow.ledger.bundle import OPENS_LOG
from workflow.ledger.sides import ordered
from workflow.models import Stateful
from workflow.sql import statements

LOG_OPENED = ".log_opened"
"""The ending of the events of such entries."""


def bind(subject: Stateful, context: StepContext, sides: Iterable[str] = ()) -> None:
    """Record in the parent's log, for readers of these sides, that the subject has a log of its own.

    Without `sides`, all sides of the subject may read that.

    The entry's details name that log as `opens_log` (LEDGER.md §3). `create` does this once; do it again when more
    readers come to know the subject. Expects the parent's log to be locked.
    """
    if subject.parent is None:
        return
    head = context.heads[subject.parent.log_id]
    readers = ordered(sides or subject.entry_sides())
    state = str(subject.visible_state(*readers))
    body = EntryBody(
        machine=subject.machine(),
        subject_id=subject.pk,
        version=subject.version,
        step="",
        event=f"{subject._meta.model_name}{LOG_OPENED}",
        source=state,
        target=state,
        actor=context.label or subject.label_of(context.actor),
        sides=readers,
        details={OPENS_LOG: str(subject.log_id)},
        personal={} if context.actor.id is None else {"actor_name": context.actor.name},
    )
    statements.write(statements.StepWrite(row=subject, head=head, entry=append(head, body, context.now)))
