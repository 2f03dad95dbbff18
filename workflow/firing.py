"""The clock at work: overdue deadlines take their steps, in order of their due instants, each in its own savepoint.

A row that its guards refuse, or that fails, stays running and says why (`last_error`, for operators); it never holds
up the others, nor a person who wants to leave the matter.
"""

from __future__ import annotations

import logging
import uuid
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from workflow import reading
from workflow.errors import Refused
from workflow.guards import CLOCK, Act
from workflow.judging import unmet
from workflow.ledger import canonical
from workflow.models import Deadline, Stateful
from workflow.steps import step_of
from workflow.taking import take

log = logging.getLogger(__name__)


def subject_of(row: Any) -> Stateful:
    """Return the subject that an entry, deadline, approval or message names."""
    model: Any = apps.get_model(row.machine)
    subject: Stateful = model._base_manager.get(pk=row.subject_id)
    return subject


def fire_overdue(log_id: uuid.UUID, heads: reading.Heads, now: datetime) -> bool:
    """Fire everything overdue in one matter; True when at least one step was taken. Expects its logs locked."""
    fired, tried = False, set()
    while True:
        overdue = Deadline.objects.filter(log=log_id, state="running", due_at__lte=now).exclude(step="")
        row = overdue.exclude(pk__in=tried).order_by("due_at", "id").first()
        if row is None:
            return fired
        tried.add(row.pk)
        fired |= fire(row, heads, now)


def fire(row: Deadline, heads: reading.Heads, now: datetime) -> bool:
    """Perform the step of one overdue deadline as the clock; False where it could not be taken, and why is kept."""
    try:
        with transaction.atomic():
            _fire(row, heads, now)
        return True
    except Refused as refused:
        error = ", ".join(refused.codes)
    except Exception as surprise:
        log.exception("deadline %s failed", row.pk)
        error = type(surprise).__name__
    heads.update(reading.lock(list(heads)))  # the savepoint took back what the heads had moved on to
    Deadline.objects.filter(pk=row.pk).update(last_error=error, attempts=row.attempts + 1)
    return False


def _fire(row: Deadline, heads: reading.Heads, now: datetime) -> None:
    seen = reading.read(subject_of(row), CLOCK)
    facts = step_of(type(seen.row), row.step)
    details = {"deadline": row.kind, "due_at": canonical.instant(row.due_at)}
    act = Act(CLOCK, now, details=details)
    refusals = unmet(seen.row, facts, act)
    if refusals:
        raise Refused(refusals)
    take(seen, facts, act, heads, fired=row.kind)
