"""What the engine reads: the heads of logs under lock, then the subject with everything that a step depends on.

These are two statements, in this order, because a statement sees what was committed when it began: in a single one,
roles and deadlines could be as old as the wait for the lock. Each log has its own parameter: PostgreSQL overestimates
the length of an array, and would plan the statement again for every step.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BigIntegerField, DateTimeField, Exists, JSONField, OuterRef, Value
from django.db.models.expressions import RawSQL

from workflow import clock
from workflow.guards import Actor
from workflow.ledger.append import Head
from workflow.models import Approval, Deadline, Stateful
from workflow.sql.prepared_queries import PreparedQuery, placeholder

_LIVE = """(SELECT coalesce(jsonb_agg(to_jsonb(d) ORDER BY d.due_at), '[]') FROM workflow_deadline d
WHERE d.subject_id = "{table}"."id" AND d.state IN ('running', 'paused'))"""

_NEXT_DUE = """(SELECT min(soonest.due_at) FROM (VALUES {logs}) locked (id), LATERAL (SELECT d.due_at
FROM workflow_deadline d WHERE d.log_id = locked.id AND d.state = 'running' AND d.step <> ''
ORDER BY d.due_at LIMIT 1) soonest)"""

_HEAD = {"log_id": "id", "size": "size", "packed": "range", "last_at": "last_at"}
"""What makes a head, and the columns of a log that it comes from."""

_HEADS = (
    f"SELECT {', '.join(_HEAD.values())} FROM workflow_log WHERE {{where}} "
    "ORDER BY parent_id IS NOT NULL, id FOR NO KEY UPDATE"
)

_AS_TEXT = ("uuid", "timestamp with time zone")

_ACTOR, _PK, _LABEL, _KEY = (placeholder(kind) for kind in (uuid.UUID, uuid.UUID, str, str))

Heads = dict[uuid.UUID, Head]


@dataclass
class Snapshot:
    """A subject as it is under lock, its live deadlines, the present instant, and the entry that `key` already made.

    `next_due_at` is when the next clock of the locked logs runs out. `is_signed` says that the subject has open
    signatures.
    """

    row: Any
    live: list[Deadline]
    now: datetime
    existing_entry_id: int | None
    next_due_at: datetime | None = None
    is_signed: bool = False


def lock(log_ids: Iterable[uuid.UUID]) -> Heads:
    """Lock the logs and return their heads: parents first, then in order of id, so that no two callers deadlock.

    Rows that only refer to a log can still be inserted, so sealing never waits for a step.
    """
    logs = _in_order(log_ids)
    return _heads(_lock(len(logs)), logs) if logs else {}


def lock_below(heads: Heads) -> Heads:
    """Lock the logs below these that are not locked yet, and return their heads.

    They are read under the locks of their parents, so that none is missing.
    """
    locked = list(heads)
    return _heads(_HEADS.format(where="parent_id = ANY(%s) AND id <> ALL(%s)"), [locked, locked])


def lock_free(log_ids: Iterable[uuid.UUID]) -> Heads:
    """Lock those of the logs that nobody else has locked, and return their heads."""
    return _heads(f"{_HEADS.format(where='id = ANY(%s)')} SKIP LOCKED", [_in_order(log_ids)])


def _heads(sql: str, parameters: Sequence[Any]) -> Heads:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found = [Head.read(**dict(zip(_HEAD, row, strict=True))) for row in cursor.fetchall()]
    return {head.log_id: head for head in found}


def live_in(log_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Deadline]]:
    """Return the live deadlines of each of the logs."""
    found: dict[uuid.UUID, list[Deadline]] = defaultdict(list)
    for deadline in Deadline.objects.filter(log__in=list(log_ids), state__in=Deadline.LIVE):
        found[deadline.log_id].append(deadline)
    return found


def _in_order(log_ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    return sorted(set(log_ids))


@cache
def _lock(logs: int) -> str:
    return _HEADS.format(where=f"id IN ({', '.join(['%s'] * logs)})")


def instant(heads: Heads, now: datetime) -> datetime:
    """Return `now`, or the instant of the newest entry if the clock was set back: time only goes forward."""
    return max([now.astimezone(UTC), *(head.last_at for head in heads.values() if head.last_at)])


def read(subject: Stateful, actor: Actor, heads: Heads) -> Snapshot:
    """Read the subject again, with the actor's roles. Expects this transaction to have locked its logs, `heads`."""
    return _read(subject, actor, list(heads), key="")


def locked(subject: Stateful, actor: Actor, log_ids: Iterable[uuid.UUID] | None = None) -> Any:
    """Return the subject with the actor's roles, read under the lock of its own log or of the logs named.

    This is for what people do outside of steps: drafts, and creating things. Roles that count for exits alone are left
    out. Expects a transaction.
    """
    row = read(subject, actor, lock([subject.log_id] if log_ids is None else log_ids)).row
    row.roles_json = [held for held in row.roles_json if not held.get("exits_only")]
    return row


def lock_and_read(
    subject: Stateful, actor: Actor, key: str | None, *, below: bool = False
) -> tuple[Heads, Snapshot]:
    """Lock the subject's logs, with those below them if asked, and then read it. Expects a transaction."""
    heads = lock(subject.log_ids())
    if below:
        heads |= lock_below(heads)
    return heads, _read(subject, actor, list(heads), key=key or "")


def _read(subject: Stateful, actor: Actor, logs: Sequence[uuid.UUID], *, key: str) -> Snapshot:
    query = _query(type(subject), len(logs), is_clock=actor.id is None, clock_sql=clock.sql())
    values = {_PK: subject.pk, _LABEL: subject.label_of(actor), _KEY: key}
    if actor.id is not None:
        values[_ACTOR] = actor.id
    values |= {_log_at(place): log for place, log in enumerate(logs)}
    row = next(iter(query.run(values)), None)
    if row is None:
        raise type(subject).DoesNotExist(f"This {type(subject)._meta.label} does not exist.")
    live = [_deadline(item) for item in row.live_json]
    now = row.read_at.astimezone(UTC)
    return Snapshot(row, live, now, row.existing_entry_id, row.next_due_at, row.is_signed)


def _deadline(item: Mapping[str, Any]) -> Deadline:
    """Return the row that `to_jsonb` turned into this object."""
    names, columns, texts = _columns()
    values = [item[column] for column in columns]
    for place, from_text in texts:
        values[place] = from_text(values[place])
    return Deadline.from_db(DEFAULT_DB_ALIAS, names, values)


@cache
def _columns() -> tuple[list[str], list[str], list[tuple[int, Any]]]:
    """Return the attributes and columns of `Deadline`, and how to read those values that JSON holds as text."""
    fields: list[Any] = list(Deadline._meta.concrete_fields)
    texts = [
        (place, field.to_python)
        for place, field in enumerate(fields)
        if field.db_type(connection) in _AS_TEXT
    ]
    return [field.attname for field in fields], [field.column for field in fields], texts


@cache
def _log_at(_place: int) -> Any:
    """Return the placeholder of the log at this place."""
    return placeholder(uuid.UUID)


def _is_signed() -> Exists:
    return Exists(Approval.objects.filter(subject_id=OuterRef("pk"), state=Approval.State.OPEN))


@cache
def _query(model: Any, logs: int, *, is_clock: bool, clock_sql: str) -> PreparedQuery:
    """Return the statement that reads a row of this machine while this many logs are locked. It is compiled once."""
    places = [_log_at(place) for place in range(logs)]
    soonest = _NEXT_DUE.format(logs=", ".join(["(%s)"] * logs))
    rows = model.with_roles(None if is_clock else _ACTOR)
    rows = rows.select_related(*model.READ_WITH) if model.READ_WITH else rows
    rows = rows.annotate(
        live_json=RawSQL(_LIVE.format(table=model._meta.db_table), [], output_field=JSONField()),
        is_signed=_is_signed() if model.TAKES_SIGNATURES else Value(False),
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
