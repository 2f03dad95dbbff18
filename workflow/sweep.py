"""The sweep handles deadlines and reminders that are due. Any number of workers may sweep at once, at any interval.

Rows are leased with `FOR UPDATE SKIP LOCKED`. Deadlines that can be fired together are; each of the others gets its own
transaction, under the matter's locks. A row that fails is tried again after growing pauses and shown to operators.
"""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta

from django.db import connection, transaction

from workflow import clock, deadlines, firing, mail, outbox
from workflow.batch_deadlines import fire_together
from workflow.closing import closed_days
from workflow.models import Deadline
from workflow.servers import is_down
from workflow.sql import snapshot

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
BATCH = 500
REMINDER = "deadline.reminder"
PASSED = "deadline.passed"


def sweep(limit: int = BATCH) -> int:
    """Handle everything that is due, and return how many rows there were."""
    now = clock.now()
    due = lease(now, limit)
    together = fire_together(due, now)
    for deadline_id in due:
        if deadline_id in together:
            continue
        try:
            with transaction.atomic(), closed_days.read_once():
                wake(deadline_id)
        except Exception as surprise:
            if is_down(surprise):
                raise  # the leases expire, and another sweep continues
            log.exception("deadline %s failed", deadline_id)
            row = Deadline.objects.get(pk=deadline_id)
            firing.put_off(row, clock.now(), type(surprise).__name__)
    return len(due)


def lease(now: datetime, limit: int) -> list[uuid.UUID]:
    """Lease due rows to this worker, oldest first; another worker takes over when the lease expires."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflow_deadline SET wake_at = %s WHERE id IN (SELECT id FROM workflow_deadline "
            "WHERE state = 'running' AND wake_at <= %s ORDER BY wake_at LIMIT %s FOR UPDATE SKIP LOCKED) "
            "RETURNING id, due_at",
            [now + LEASE, now, limit],
        )
        return [row[0] for row in sorted(cursor.fetchall(), key=lambda row: row[1])]


def wake(deadline_id: uuid.UUID) -> None:
    """Send the reminders that are due, or fire the overdue deadlines of the matter. Expects a transaction."""
    subject = firing.subject_of(Deadline.objects.get(pk=deadline_id))
    heads = snapshot.lock(subject.log_ids())
    now = snapshot.instant(heads, clock.now())
    row = Deadline.objects.get(pk=deadline_id)  # read again under the lock: a step may have changed it
    if row.state != Deadline.State.RUNNING:
        return
    if row.due_at > now:
        remind(row, now)
    elif deadlines.waits_to_move(row):
        return
    elif row.step:
        firing.fire_overdue(heads, now)
    else:
        _tell(row, PASSED, now)
        Deadline.objects.filter(pk=row.pk).update(state=Deadline.State.FIRED)


def remind(row: Deadline, now: datetime) -> None:
    """Write one message for each reminder that is due and was not sent, and set `wake_at` to the next."""
    due = deadlines.reminders_due(row, now)
    for _days in due:
        _tell(row, REMINDER, now)
    after = deadlines.reminded(row, due)
    row.reminded, row.wake_at = after.reminded, after.wake_at
    row.save(update_fields=["reminded", "wake_at"])


def _tell(row: Deadline, what: str, now: datetime) -> None:
    event = f"{what}.{row.kind}"
    outbox.add(
        mail.jobs_for(event, due_at=row.due_at),
        log_id=row.log_id,
        machine=row.machine,
        subject_id=row.subject_id,
        event=event,
        now=now,
    )
