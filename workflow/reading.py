"""What `perform` reads: the logs' heads under lock, then the subject anew with everything that judging it needs.

Two statements, in this order, because a statement sees what was committed when it began: read in one, roles and
deadlines could be as old as the wait for the lock.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, DateTimeField, JSONField
from django.db.models.expressions import RawSQL

from workflow import clock
from workflow.compiled import ACTOR, KEY, LABEL, LOGS, PK, Plan
from workflow.deadlines import Live
from workflow.guards import Actor
from workflow.ledger.append import Head
from workflow.models import Stateful

_LIVE = """(SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'step', d.step, 'calendar',
d.calendar, 'set_at', d.set_at, 'due_at', d.due_at, 'wake_at', d.wake_at, 'state', d.state, 'reminders', d.reminders,
'reminded', d.reminded, 'remaining_s', d.remaining_s, 'remaining_days', d.remaining_days) ORDER BY d.due_at), '[]')
FROM workflow_deadline d WHERE d.subject_id = "{table}"."id" AND d.state IN ('running', 'paused'))"""

_NEXT_DUE = """(SELECT min(soonest.due_at) FROM unnest(%s::uuid[]) locked, LATERAL (SELECT d.due_at
FROM workflow_deadline d WHERE d.log_id = locked AND d.state = 'running' AND d.step <> ''
ORDER BY d.due_at LIMIT 1) soonest)"""

_LOCK = "SELECT id, size, range, last_at FROM workflow_log WHERE id = ANY(%s::uuid[]) ORDER BY id FOR NO KEY UPDATE"

Heads = dict[uuid.UUID, Head]


@dataclass
class Reading:
    """A subject as it stands under lock, its live deadlines, the instant, and the entry that `key` already made.

    `next_due_at` is when the next clock runs out, of all that belongs to the locked logs.
    """

    row: Any
    live: list[Live]
    now: datetime
    seen: int | None
    next_due_at: datetime | None = None


def lock(log_ids: Iterable[uuid.UUID]) -> Heads:
    """Lock the logs in order of id, so that no two callers wait for each other, and return their heads.

    The lock leaves room for rows that only refer to a log: sealing never waits for a step.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [sorted(set(log_ids))])
        return _heads(cursor)


def _heads(cursor: Any) -> Heads:
    return {row[0]: Head.read(*row) for row in cursor.fetchall()}


def instant(heads: Heads, now: datetime) -> datetime:
    """Return `now`, or the instant of the newest entry where the clock was set back: time only goes forward."""
    return max([now.astimezone(UTC), *(head.last_at for head in heads.values() if head.last_at)])


def read(subject: Stateful, actor: Actor, heads: Heads) -> Reading:
    """Read the subject anew with the actor's roles. Expects its logs, `heads`, to be locked by this transaction."""
    plan = _plan_for(subject, actor)
    with connection.cursor() as cursor:
        plan.execute(cursor, actor=actor, pk=subject.pk, logs=list(heads), key="")
        return _reading(plan.fetch(cursor))


def lock_and_read(subject: Stateful, actor: Actor, key: str | None) -> tuple[Heads, Reading]:
    """Lock the subject's logs and then read it, in one round trip. Expects a transaction.

    The second statement begins when the first has its locks, and so sees whatever was committed before that.
    """
    logs, plan = sorted(set(subject.log_ids())), _plan_for(subject, actor)
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        connection.connection.pipeline(),
        connection.cursor() as first,
        connection.cursor() as second,
    ):
        first.execute(_LOCK, [logs])
        plan.execute(second, actor=actor, pk=subject.pk, logs=logs, key=key or "")
        return _heads(first), _reading(plan.fetch(second))


def _reading(row: Any) -> Reading:
    live = [Live.read(item) for item in row.live_json]
    return Reading(row, live, row.read_at.astimezone(UTC), row.seen, row.next_due_at)


def _plan_for(subject: Stateful, actor: Actor) -> Plan:
    return _plan(type(subject), is_clock=actor.id is None, clock_sql=clock.sql())


@cache
def _plan(model: Any, *, is_clock: bool, clock_sql: str) -> Plan:
    """Return the statement that reads this machine's rows, compiled once."""
    rows = model.with_roles(None if is_clock else ACTOR).annotate(
        live_json=RawSQL(_LIVE.format(table=model._meta.db_table), [], output_field=JSONField()),
        read_at=RawSQL(clock_sql, [], output_field=DateTimeField()),
        next_due_at=RawSQL(_NEXT_DUE, [LOGS], output_field=DateTimeField()),
        seen=RawSQL(
            "(SELECT e.id FROM workflow_entry e WHERE e.actor = %s AND e.key = %s)",
            [LABEL, KEY],
            output_field=BigIntegerField(),
        ),
    )
    return Plan.of(rows.filter(pk=PK))
