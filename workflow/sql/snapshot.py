"""What `perform` reads: the logs' heads under lock, then the subject anew with everything that judging it needs.

Two statements, in this order, because a statement sees what was committed when it began: read in one, roles and
deadlines could be as old as the wait for the lock. Each log has a placeholder of its own: the planner guesses at the
length of an array, finds its guess dearer than the truth, and would plan the statement anew for every step.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, DateTimeField, JSONField
from django.db.models.expressions import RawSQL

from workflow import clock
from workflow.deadlines import Live
from workflow.guards import Actor
from workflow.ledger.append import Head
from workflow.models import Stateful
from workflow.sql.prepared_queries import PreparedQuery, placeholder

_LIVE = """(SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'step', d.step, 'calendar',
d.calendar, 'set_at', d.set_at, 'due_at', d.due_at, 'wake_at', d.wake_at, 'state', d.state, 'reminders', d.reminders,
'reminded', d.reminded, 'remaining_s', d.remaining_s, 'remaining_days', d.remaining_days) ORDER BY d.due_at), '[]')
FROM workflow_deadline d WHERE d.subject_id = "{table}"."id" AND d.state IN ('running', 'paused'))"""

_NEXT_DUE = """(SELECT min(soonest.due_at) FROM (VALUES {logs}) locked (id), LATERAL (SELECT d.due_at
FROM workflow_deadline d WHERE d.log_id = locked.id AND d.state = 'running' AND d.step <> ''
ORDER BY d.due_at LIMIT 1) soonest)"""

_LOCK = "SELECT id, size, range, last_at FROM workflow_log WHERE id IN ({logs}) ORDER BY id FOR NO KEY UPDATE"

_ACTOR, _PK, _LABEL, _KEY = (placeholder(kind) for kind in (uuid.UUID, uuid.UUID, str, str))

Heads = dict[uuid.UUID, Head]


@dataclass
class Snapshot:
    """A subject as it stands under lock, its live deadlines, the instant, and the entry that `key` already made.

    `next_due_at` is when the next clock runs out, of all that belongs to the locked logs.
    """

    row: Any
    live: list[Live]
    now: datetime
    existing_entry_id: int | None
    next_due_at: datetime | None = None


def lock(log_ids: Iterable[uuid.UUID]) -> Heads:
    """Lock the logs in order of id, so that no two callers wait for each other, and return their heads.

    The lock leaves room for rows that only refer to a log: sealing never waits for a step.
    """
    logs = _in_order(log_ids)
    with connection.cursor() as cursor:
        cursor.execute(_lock(len(logs)), logs)
        return {row[0]: Head.read(*row) for row in cursor.fetchall()}


def _in_order(log_ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    return sorted(set(log_ids))


@cache
def _lock(logs: int) -> str:
    return _LOCK.format(logs=", ".join(["%s"] * logs))


def instant(heads: Heads, now: datetime) -> datetime:
    """Return `now`, or the instant of the newest entry where the clock was set back: time only goes forward."""
    return max([now.astimezone(UTC), *(head.last_at for head in heads.values() if head.last_at)])


def read(subject: Stateful, actor: Actor, heads: Heads) -> Snapshot:
    """Read the subject anew with the actor's roles. Expects its logs, `heads`, to be locked by this transaction."""
    return _read(subject, actor, list(heads), key="")


def locked(subject: Stateful, actor: Actor, log_ids: Iterable[uuid.UUID] | None = None) -> Any:
    """Return the subject as it stands under the lock of its own log, or of those named, with the actor's roles.

    For what people do beside the steps: drafts, and bringing things into being. Expects a transaction.
    """
    return read(subject, actor, lock([subject.log_id] if log_ids is None else log_ids)).row


def lock_and_read(subject: Stateful, actor: Actor, key: str | None) -> tuple[Heads, Snapshot]:
    """Lock the subject's logs and then read it. Expects a transaction."""
    logs = _in_order(subject.log_ids())
    return lock(logs), _read(subject, actor, logs, key=key or "")


def _read(subject: Stateful, actor: Actor, logs: Sequence[uuid.UUID], *, key: str) -> Snapshot:
    query = _query(type(subject), len(logs), is_clock=actor.id is None, clock_sql=clock.sql())
    values = {_PK: subject.pk, _LABEL: subject.label_of(actor), _KEY: key}
    if actor.id is not None:
        values[_ACTOR] = actor.id
    values |= {_log_at(place): log for place, log in enumerate(logs)}
    row = next(iter(query.run(values)), None)
    if row is None:
        raise type(subject).DoesNotExist(f"This {type(subject)._meta.label} does not exist.")
    live = [Live.read(item) for item in row.live_json]
    return Snapshot(row, live, row.read_at.astimezone(UTC), row.existing_entry_id, row.next_due_at)


@cache
def _log_at(_place: int) -> Any:
    """Return what stands in for the log at this place."""
    return placeholder(uuid.UUID)


@cache
def _query(model: Any, logs: int, *, is_clock: bool, clock_sql: str) -> PreparedQuery:
    """Return the statement that reads this machine's rows while so many logs are locked, compiled once."""
    places = [_log_at(place) for place in range(logs)]
    soonest = _NEXT_DUE.format(logs=", ".join(["(%s)"] * logs))
    rows = model.with_roles(None if is_clock else _ACTOR).annotate(
        live_json=RawSQL(_LIVE.format(table=model._meta.db_table), [], output_field=JSONField()),
        read_at=RawSQL(clock_sql, [], output_field=DateTimeField()),
        next_due_at=RawSQL(soonest, places, output_field=DateTimeField()),
        existing_entry_id=RawSQL(
            "(SELECT e.id FROM workflow_entry e WHERE e.actor = %s AND e.key = %s)",
            [_LABEL, _KEY],
            output_field=BigIntegerField(),
        ),
    )
    placeholders = {"pk": _PK, "label": _LABEL, "key": _KEY} | ({} if is_clock else {"actor": _ACTOR})
    return PreparedQuery.of(
        rows.filter(pk=_PK), placeholders | {f"log {place}": log for place, log in enumerate(places)}
    )
