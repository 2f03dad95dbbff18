"""Fires overdue deadlines: the clock performs their steps in order of their due instants, each in its own savepoint.

If a guard refuses the step, or the step fails, the row stays running, notes why (`last_error`, for operators) and is
tried again after growing pauses. It never delays the other deadlines, or a person who wants to leave the matter.
"""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction

from workflow.apply_step import apply_step
from workflow.authorization import attempt, unmet
from workflow.closing import closed_days
from workflow.deadlines import is_overdue
from workflow.errors import NotLocked, Refused, UnknownStep
from workflow.guards import CLOCK
from workflow.ledger import canonical
from workflow.models import Deadline, Stateful
from workflow.servers import is_down
from workflow.sql import snapshot
from workflow.steps import machine_named, step_of

log = logging.getLogger(__name__)

LONGEST_PAUSE_REFUSED = timedelta(minutes=5)
LONGEST_PAUSE_FAILED = timedelta(hours=1)


def subject_of(row: Any) -> Stateful:
    """Return the subject of an entry, deadline, approval or job."""
    model: Any = apps.get_model(row.machine)
    subject: Stateful = model._base_manager.get(pk=row.subject_id)
    return subject


def fire_overdue(heads: snapshot.Heads, now: datetime) -> bool:
    """Fire every overdue deadline of the locked logs; return whether at least one step was taken.

    Logs below are locked as well, and added to `heads`, when a deadline's step cascades.
    """
    fired = False
    tried: set[uuid.UUID] = set()
    while True:
        overdue = Deadline.objects.filter(log__in=list(heads), state="running", due_at__lte=now)
        row = overdue.exclude(step="").exclude(pk__in=tried).order_by("due_at", "id").first()
        if row is None:
            return fired
        if _locks_below(row) and (below := snapshot.lock_below(heads)):
            heads.update(below)
            continue  # something below may have been due earlier
        tried.add(row.pk)
        if not is_overdue(row, now):
            continue  # a closed day has yet to move it
        fired |= fire(row, heads, now)


def _locks_below(row: Deadline) -> bool:
    try:
        return step_of(machine_named(row.machine), row.step).locks_below
    except (LookupError, UnknownStep):
        return False  # firing it reports what is wrong


def fire(row: Deadline, heads: snapshot.Heads, now: datetime) -> bool:
    """Perform the step of one overdue deadline as the clock; return False, and note why, if it could not be taken.

    If the database is at fault, the row is left as it is and the caller gets the error.
    """
    try:
        with transaction.atomic():
            _fire(row, heads, now)
        return True
    except NotLocked:
        return False
    except Refused as refused:
        error, longest = ", ".join(refused.codes), LONGEST_PAUSE_REFUSED
    except Exception as surprise:
        if is_down(surprise):
            raise
        log.exception("deadline %s failed", row.pk)
        error, longest = type(surprise).__name__, LONGEST_PAUSE_FAILED
    heads.update(snapshot.lock(heads))  # the rollback to the savepoint undid the new heads
    closed_days.forget()
    put_off(row, now, error, longest)
    return False


def put_off(row: Deadline, now: datetime, error: str, longest: timedelta = LONGEST_PAUSE_FAILED) -> None:
    """Note why a row could not be handled, and try it again after a pause that doubles each time."""
    pause = min(timedelta(seconds=2 ** min(row.attempts, 20)), longest)
    Deadline.objects.filter(pk=row.pk).update(
        last_error=error, attempts=row.attempts + 1, wake_at=now + pause
    )


def _fire(row: Deadline, heads: snapshot.Heads, now: datetime) -> None:
    subject = subject_of(row)
    if not heads.keys() >= set(subject.log_ids()):
        raise NotLocked(f"{row.machine} {row.subject_id} has logs that are not locked.")
    current = snapshot.read(subject, CLOCK, heads)
    facts = step_of(type(current.row), row.step)
    context = attempt(current.row, facts, CLOCK, now)
    context.details = {"deadline": row.kind, "due_at": canonical.instant(row.due_at)}
    refusals = unmet(current.row, facts, context)
    if refusals:
        raise Refused(refusals)
    apply_step(current, facts, context, heads, fired=row.kind)
