"""The one statement that writes steps: rows, log heads, entries, personal details, approvals, deadlines and messages.

One round trip for one step, or for many steps of one machine, each in a log of its own; all or nothing. The triggers
of `database.py` fire at its end and find the entries that it wrote. A log head that moved or a row whose version moved
in the meantime cannot happen under the log's lock; should it ever, `write` raises rather than commit half.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from workflow.deadlines import Live
from workflow.errors import WorkflowError
from workflow.ledger.append import Head, Prepared
from workflow.models import Stateful
from workflow.sql.cte import Batch, Cte, insert_cte


class ConcurrentWriteError(WorkflowError):
    """The row or its log head changed under a lock that should have prevented it; nothing was written."""

    code = "torn"


@dataclass(frozen=True)
class Signature:
    """A new open approval."""

    step: str
    version: int
    digest: str
    inputs: dict[str, Any]
    actor: uuid.UUID
    actor_name: str
    held_roles: list[dict[str, str]]
    at: datetime
    expires_at: datetime


@dataclass
class StepWrite:
    """Everything that one step writes about one subject. Without `old_version` its row stays as it is, and so do
    the signatures that wait for others."""

    row: Stateful
    head: Head
    entry: Prepared
    key: str | None = None
    asked: str = ""
    columns: dict[str, Any] = field(default_factory=dict)
    old_version: int | None = None
    used_approvals: Sequence[uuid.UUID] = ()
    signature: Signature | None = None
    deadlines_changed: Sequence[Live] = ()
    deadlines_added: Sequence[Live] = ()
    messages: Sequence[tuple[str, str, str]] = ()


_SUBJECT = {"log_id": "uuid", "machine": "text", "subject_id": "uuid"}
_TOLD = ("step", "event", "source", "target", "actor", "audience")
_WAITING = {"attempts": "0", "last_error": "''"}

_HEAD = Cte(
    "head",
    "UPDATE workflow_log l SET size = n.size, range = n.range, last_at = n.last_at "
    "FROM {rows} WHERE l.id = n.id AND l.size = n.stored_size RETURNING l.id",
    {"id": "uuid", "size": "bigint", "range": "bytea", "last_at": "timestamptz", "stored_size": "bigint"},
)
_ENTRY = insert_cte(
    "entry",
    "workflow_entry",
    _SUBJECT
    | {"index": "bigint", "at": "timestamptz", "version": "int"}
    | dict.fromkeys(_TOLD, "text")
    | dict.fromkeys(("details", "personal"), "jsonb")
    | dict.fromkeys(("salt", "commit", "leaf"), "bytea")
    | dict.fromkeys(("key", "asked"), "text"),
)
_OPENED = insert_cte(
    "opened",
    "workflow_personal",
    {"log_id": "uuid", "index": "bigint", "name": "text", "salt": "bytea", "value": "jsonb"},
)
_APPROVALS = Cte(
    "approvals",
    "UPDATE workflow_approval a SET state = CASE WHEN a.id = ANY(n.used) THEN 'used' ELSE 'voided' END "
    "FROM {rows} WHERE a.subject_id = n.subject_id AND a.state = 'open'",
    {"subject_id": "uuid", "used": "uuid[]"},
)
_STALE = Cte(
    "stale",
    "UPDATE workflow_approval a SET state = 'voided' FROM {rows} WHERE a.subject_id = n.subject_id "
    "AND a.step = n.step AND a.actor = n.actor AND a.state = 'open' RETURNING a.id",
    {"subject_id": "uuid", "step": "text", "actor": "uuid"},
)
_SIGNATURE = insert_cte(
    "signature",
    "workflow_approval",
    _SUBJECT
    | {"id": "uuid", "step": "text", "version": "int", "digest": "text", "inputs": "jsonb"}
    | {"actor": "uuid", "actor_name": "text", "held_roles": "jsonb", "at": "timestamptz"}
    | {"expires_at": "timestamptz"},
    after="stale",  # one person has one open approval: the one before goes first
    state="'open'",
)
_CHANGEABLE = {
    "state": "text",
    "due_at": "timestamptz",
    "wake_at": "timestamptz",
    "remaining_s": "bigint",
    "remaining_days": "int",
}
_CHANGED = Cte(
    "changed",
    f"UPDATE workflow_deadline d SET {', '.join(f'{name} = n.{name}' for name in _CHANGEABLE)} "
    "FROM {rows} WHERE d.id = n.id RETURNING d.id",
    {"id": "uuid"} | _CHANGEABLE,
)
_STARTED = {"id": "uuid"}
_STARTED |= dict.fromkeys(("kind", "step", "calendar"), "text")
_STARTED |= dict.fromkeys(("set_at", "due_at", "wake_at"), "timestamptz")
_ADDED = insert_cte(
    "added",
    "workflow_deadline",
    _SUBJECT | _STARTED | dict.fromkeys(("reminders", "reminded"), "jsonb"),
    after="changed",  # a subject has one live deadline of a kind: those that go, go first
    state="'running'",
    **_WAITING,
)
_MESSAGE = insert_cte(
    "message",
    "workflow_message",
    _SUBJECT
    | {"id": "uuid", "actor": "text", "at": "timestamptz"}
    | dict.fromkeys(("event", "audience", "template"), "text"),
    next_at="n.at",
    state="'queued'",
    **_WAITING,
)


def write(*writings: StepWrite) -> None:
    """Write one step, or many. Expects an open transaction that holds the logs' row locks. Raises: Torn."""
    moving = [writing for writing in writings if writing.old_version is not None]
    listing = Batch(many=len(writings) > 1)
    listing.add(_HEAD, [_head(writing.head) for writing in writings])
    listing.add(_ENTRY, [_entry(writing) for writing in writings])
    listing.add(_OPENED, [row for writing in writings for row in _opened(writing.entry)])
    listing.add(_APPROVALS, [_approvals(writing) for writing in moving])
    signed = [(writing, writing.signature) for writing in writings if writing.signature is not None]
    listing.add(_STALE, [(writing.row.pk, one.step, one.actor) for writing, one in signed])
    listing.add(_SIGNATURE, [_signature(writing, one) for writing, one in signed])
    listing.add(_CHANGED, [_changed(row) for writing in writings for row in writing.deadlines_changed])
    listing.add(_ADDED, [_added(writing, row) for writing in writings for row in writing.deadlines_added])
    listing.add(_MESSAGE, [_message(writing, told) for writing in writings for told in writing.messages])
    moved = _rows(moving, listing)
    if listing.run(f"SELECT {moved}, (SELECT count(*) FROM head)") != (len(moving), len(writings)):
        raise ConcurrentWriteError("A row or a log's head moved while its log was locked.")
    for writing in writings:
        writing.head.stored_size = writing.head.size


Row = tuple[Any, ...]


def _head(head: Head) -> Row:
    return head.log_id, head.size, head.range.to_bytes(), head.last_at, head.stored_size


def _subject(writing: StepWrite) -> Row:
    return writing.head.log_id, writing.entry.body.machine, writing.entry.body.subject_id


def _entry(writing: StepWrite) -> Row:
    entry, what = writing.entry, writing.entry.body
    told = (what.step, what.event, what.source, what.target, what.actor, what.audience)
    bodies = (Jsonb(dict(what.details)), Jsonb(entry.personal), entry.salt, entry.commit, entry.leaf)
    place = (entry.index, entry.at, what.version)
    return (*_subject(writing), *place, *told, *bodies, writing.key, writing.asked)


def _opened(entry: Prepared) -> list[Row]:
    return [(entry.log_id, entry.index, name, salt, Jsonb(value)) for name, salt, value in entry.openings]


def _approvals(writing: StepWrite) -> Row:
    return writing.row.pk, list(writing.used_approvals)


def _signature(writing: StepWrite, signed: Signature) -> Row:
    what = (uuid.uuid4(), signed.step, signed.version, signed.digest, Jsonb(signed.inputs))
    who = (signed.actor, signed.actor_name, Jsonb(signed.held_roles))
    return (*_subject(writing), *what, *who, signed.at, signed.expires_at)


def _changed(row: Live) -> Row:
    return row.id, row.state, row.due_at, row.wake_at, row.remaining_s, row.remaining_days


def _added(writing: StepWrite, row: Live) -> Row:
    what = (row.id, row.kind, row.step, row.calendar, row.set_at, row.due_at, row.wake_at)
    return (*_subject(writing), *what, Jsonb(list(row.reminders)), Jsonb(list(row.reminded)))


def _message(writing: StepWrite, told: tuple[str, str, str]) -> Row:
    entry = writing.entry
    return (*_subject(writing), uuid.uuid4(), entry.body.actor, entry.at, *told)


def _rows(writings: Sequence[StepWrite], listing: Batch) -> str:
    """Add the updates of the rows, each with the columns that its own step changed; return how many moved, as SQL."""
    alike: dict[tuple[str, ...], list[StepWrite]] = defaultdict(list)
    for writing in writings:
        alike[tuple(writing.columns)].append(writing)
    for place, (names, same) in enumerate(alike.items()):
        part, fields = _update(type(same[0].row), names, place)
        rows = []
        for writing in same:
            changed = [one.get_db_prep_save(writing.columns[one.name], connection) for one in fields]
            rows.append((writing.row.pk, writing.old_version, *changed))
        listing.add(part, rows)
    return " + ".join(f"(SELECT count(*) FROM row_{place})" for place in range(len(alike))) or "0"


@cache
def _update(model: Any, names: Sequence[str], place: int) -> tuple[Cte, list[Any]]:
    """Return the part that updates these fields of a machine's rows, and the fields."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    # Types without their length: a cast would cut a text to it without a word, where an assignment refuses.
    types = {f"new_{one.name}": one.db_type(connection).partition("(")[0] for one in fields}
    sets = ", ".join(f'"{one.column}" = n.new_{one.name}' for one in fields)
    sql = (
        f'UPDATE "{model._meta.db_table}" t SET {sets} '
        "FROM {rows} WHERE t.id = n.id AND t.version = n.old_version RETURNING t.id"
    )
    return Cte(f"row_{place}", sql, {"id": "uuid", "old_version": "int"} | types), fields
