"""The sweep: wakes what is due. Any number of workers may sweep at once, at any interval, after any pause.

Rows are leased with `FOR UPDATE SKIP LOCKED` and then handled one transaction each, under the matter's locks: a bad
row is retried with growing pauses and shown to operators.
"""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta

from django.db import connection, transaction

from workflow import clock, firing, outbox, reading
from workflow.deadlines import Live
from workflow.models import Deadline, Message

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
REMINDER = "deadline.reminder"


def sweep(limit: int = 500) -> int:
    """Wake everything that is due, and return how many rows were handled."""
    handled = 0
    now = clock.now()
    for deadline_id in lease(now, limit):
        with transaction.atomic():
            wake(deadline_id, now)
        handled += 1
    return handled


def lease(now: datetime, limit: int) -> list[uuid.UUID]:
    """Take due rows for this worker; another takes over when the lease runs out. Oldest due first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflow_deadline SET wake_at = %s WHERE id IN (SELECT id FROM workflow_deadline "
            "WHERE state = 'running' AND wake_at <= %s ORDER BY wake_at LIMIT %s FOR UPDATE SKIP LOCKED) "
            "RETURNING id, due_at",
            [now + LEASE, now, limit],
        )
        return [row[0] for row in sorted(cursor.fetchall(), key=lambda row: row[1])]


def wake(deadline_id: uuid.UUID, now: datetime) -> None:
    """Send the reminders that are due, or perform the step, and set when to look at the row again."""
    row = Deadline.objects.get(pk=deadline_id)
    subject = firing.subject_of(row)
    heads = reading.lock(subject.log_ids())
    row = Deadline.objects.get(pk=deadline_id)  # anew, under the lock: a step may have met or moved it
    if row.state != Deadline.State.RUNNING:
        return
    if row.due_at > now:
        remind(row, now)
    elif not row.step:
        Deadline.objects.filter(pk=row.pk).update(state=Deadline.State.FIRED)
    elif not firing.fire(row, heads, now):
        pause = min(timedelta(seconds=2 ** min(row.attempts, 12)), LONGEST_PAUSE)
        Deadline.objects.filter(pk=row.pk).update(wake_at=now + pause)


def remind(row: Deadline, now: datetime) -> None:
    """Write one message for each reminder that is due and was not sent, and wake at the next."""
    live = Live.of(row)
    due = [days for days in live.reminders if days not in live.reminded and live.reminder_at(days) <= now]
    notices = outbox.messages_for(f"{REMINDER}.{row.kind}")
    Message.objects.bulk_create(
        Message(
            log_id=row.log_id,
            machine=row.machine,
            subject_id=row.subject_id,
            event=event,
            audience=audience,
            template=template,
            at=now,
            next_at=now,
            due_at=row.due_at,
        )
        for _days in due
        for event, audience, template in notices
    )
    row.reminded = [*live.reminded, *due]
    row.wake_at = Live.of(row).woken().wake_at
    row.save(update_fields=["reminded", "wake_at"])
