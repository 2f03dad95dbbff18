"""Moves the running business clocks when offices turn out to be closed on a further day.

This is a job (`jobs.py`) of the step that enters the day. It moves each clock in a transaction of its own, under the
lock of the clock's log and with an entry of that log, and never twice: the row notes the closed days that it takes into
account. So the job may die at any point and run again, and several may run at once.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction

from workflow import calendars, clock, deadlines, firing, outbox
from workflow.closing import closed_days
from workflow.creating.declaring import creations_of
from workflow.deadlines import MOVED, Sets
from workflow.guards import CLOCK
from workflow.jobs import JobFailed
from workflow.ledger import canonical
from workflow.ledger.append import EntryBody, append
from workflow.ledger.sides import ordered
from workflow.models import Deadline, Job, Stateful
from workflow.servers import is_down
from workflow.sql import snapshot, statements
from workflow.steps import steps_of

log = logging.getLogger(__name__)

BATCH = 100
"""So many clocks are moved before the job's lease is renewed."""


def move_clocks(job: Job) -> None:
    """Move every running business clock that counted a closed day, `day` of the job's inputs. Stops if it lost its job.

    Raises: JobFailed, if steps are under way that may not know of the day, or if a clock could not be moved.
    """
    day = date.fromisoformat(job.inputs["day"])
    try:
        closed_days.when_all_know()
    except closed_days.StepsUnderWay as error:
        raise JobFailed(str(error)) from error
    failed = 0
    for batch in _batches(day):
        failed += sum(not _tried(deadline_id) for deadline_id in batch)
        if not outbox.keep(job):
            return
    if failed:
        raise JobFailed(f"{failed} clocks could not be moved")


def _batches(day: date) -> Iterator[list[uuid.UUID]]:
    """Yield the clocks that run over the day and do not take it into account."""
    running = Deadline.objects.filter(state=Deadline.State.RUNNING, calendar=calendars.BUSINESS)
    over = running.filter(
        due_at__gte=calendars.start_of(day), set_at__lt=calendars.start_of(day + timedelta(days=1))
    )
    left = over.exclude(closed__contains=[day.isoformat()]).order_by("pk").values_list("pk", flat=True)
    batch = list(left[:BATCH])
    while batch:
        yield batch
        batch = list(left.filter(pk__gt=batch[-1])[:BATCH])


def _tried(deadline_id: uuid.UUID) -> bool:
    """Move one clock; return False if it could not be done, which is no reason not to move the others."""
    try:
        with transaction.atomic(), closed_days.read_once():
            _move(deadline_id)
    except Exception as surprise:
        if is_down(surprise):
            raise
        log.exception("deadline %s could not be moved", deadline_id)
        return False
    return True


def _move(deadline_id: uuid.UUID) -> None:
    """Move one clock and record it in its log. Expects a transaction."""
    log_id = Deadline.objects.values_list("log_id", flat=True).get(pk=deadline_id)
    heads = snapshot.lock([log_id])
    now = snapshot.instant(heads, clock.now())
    row = Deadline.objects.get(pk=deadline_id)  # read under the lock: a step may have changed it
    later = deadlines.moved(row, now)
    if later is None:
        return
    subject = firing.subject_of(row)
    sides = sides_of(subject, row.kind)
    state = str(subject.visible_state(*sides))
    body = EntryBody(
        machine=row.machine,
        subject_id=row.subject_id,
        version=subject.version,
        step="",
        event=MOVED,
        source=state,
        target=state,
        actor=CLOCK.label,
        sides=sides,
        details={
            "closed": sorted(set(later.closed) - set(row.closed)),
            "deadline": row.kind,
            "due_at": canonical.instant(later.due_at),
            "was_due_at": canonical.instant(row.due_at),
        },
        personal={},
    )
    head = heads[log_id]
    entry = append(head, body, now)
    statements.write(statements.StepWrite(row=subject, head=head, entry=entry, deadlines_changed=[later]))


def sides_of(subject: Stateful, kind: str) -> tuple[str, ...]:
    """Return the sides that may open every entry of a step or a creation that starts this clock of a subject."""
    model = type(subject)
    readers = set(subject.entry_sides())
    for step in steps_of(model).values():
        if any(isinstance(rule, Sets) and rule.kind == kind for rule in step.deadlines):
            readers &= set(step.entry_sides(subject, step.event))
    for facts in creations_of(model).values():
        if facts.sides and any(rule.kind == kind for rule in facts.sets):
            readers &= set(facts.sides)
    return ordered(readers or subject.entry_sides())
