"""The one statement that writes a step: row, log head, entry, personal details, approvals, deadlines and messages.

One round trip, all or nothing. The triggers of `database.py` fire at its end and find the entry that it wrote. A log
head that moved or a row whose version moved in the meantime cannot happen under the log's lock; should it ever, the
statement finds nothing to update and `write` raises rather than commit half.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from workflow.deadlines import Live
from workflow.errors import WorkflowError
from workflow.ledger.append import Head, Prepared
from workflow.models import Stateful


class Torn(WorkflowError):
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
    standing: list[dict[str, str]]
    at: datetime
    expires_at: datetime


@dataclass
class Writing:
    """Everything that one step writes about one subject."""

    row: Stateful
    head: Head
    entry: Prepared
    key: str | None = None
    asked: str = ""
    columns: dict[str, Any] = field(default_factory=dict)
    old_version: int | None = None
    used_approvals: Sequence[uuid.UUID] = ()
    voids_approvals: bool = False
    signature: Signature | None = None
    deadlines_changed: Sequence[Live] = ()
    deadlines_added: Sequence[Live] = ()
    messages: Sequence[tuple[str, str, str]] = ()
    message_due_at: datetime | None = None


def write(writing: Writing) -> None:
    """Write one step. Expects an open transaction that holds the log's row lock. Raises: Torn."""
    parts: list[str] = []
    values: list[Any] = []
    for part in (_head, _entry, _personal, _approvals, _signature, _deadlines, _messages):
        part(writing, parts, values)
    last, last_values = _row(writing)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} {last}", [*values, *last_values])
        if cursor.rowcount != 1:
            raise Torn(f"{writing.row._meta.label} {writing.row.pk} moved while its log was locked.")
    writing.head.stored_size = writing.head.size


def _head(writing: Writing, parts: list[str], values: list[Any]) -> None:
    head = writing.head
    parts.append(
        "head AS (UPDATE workflow_log SET size = %s, range = %s, last_at = %s WHERE id = %s AND size = %s RETURNING id)"
    )
    values += [head.size, head.range.to_bytes(), head.last_at, head.log_id, head.stored_size]


def _entry(writing: Writing, parts: list[str], values: list[Any]) -> None:
    entry, what = writing.entry, writing.entry.happening
    parts.append(
        "entry AS (INSERT INTO workflow_entry (log_id, index, at, machine, subject_id, version, step, event, source, "
        "target, actor, audience, details, personal, salt, commit, leaf, key, asked) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s))"
    )
    values += [
        entry.log_id,
        entry.index,
        entry.at,
        what.machine,
        what.subject_id,
        what.version,
        what.step,
        what.event,
    ]
    values += [
        what.source,
        what.target,
        what.actor,
        what.audience,
        Jsonb(dict(what.details)),
        Jsonb(entry.personal),
    ]
    values += [entry.salt, entry.commit, entry.leaf, writing.key, writing.asked]


def _personal(writing: Writing, parts: list[str], values: list[Any]) -> None:
    openings = writing.entry.openings
    if not openings:
        return
    parts.append(
        "personal AS (INSERT INTO workflow_personal (log_id, index, name, salt, value) "
        "SELECT %s, %s, * FROM unnest(%s::text[], %s::bytea[], %s::jsonb[]))"
    )
    names, salts, opened = zip(*openings, strict=True)
    values += [
        writing.entry.log_id,
        writing.entry.index,
        list(names),
        list(salts),
        [Jsonb(v) for v in opened],
    ]


def _approvals(writing: Writing, parts: list[str], values: list[Any]) -> None:
    if not writing.voids_approvals:
        return
    parts.append(
        "approvals AS (UPDATE workflow_approval SET state = CASE WHEN id = ANY(%s::uuid[]) THEN 'used' ELSE 'voided' "
        "END WHERE subject_id = %s AND state = 'open')"
    )
    values += [list(writing.used_approvals), writing.row.pk]


def _signature(writing: Writing, parts: list[str], values: list[Any]) -> None:
    signed = writing.signature
    if signed is None:
        return
    parts.append(
        "stale AS (UPDATE workflow_approval SET state = 'voided' WHERE subject_id = %s AND step = %s AND actor = %s "
        "AND state = 'open' RETURNING id), signature AS (INSERT INTO workflow_approval (id, log_id, machine, "
        "subject_id, step, version, digest, inputs, actor, actor_name, standing, at, expires_at, state) "
        "SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'open' WHERE (SELECT count(*) FROM stale) >= 0)"
    )
    row = writing.row
    values += [
        row.pk,
        signed.step,
        signed.actor,
        uuid.uuid4(),
        row.log_id,
        row.machine(),
        row.pk,
        signed.step,
    ]
    values += [signed.version, signed.digest, Jsonb(signed.inputs), signed.actor, signed.actor_name]
    values += [Jsonb(signed.standing), signed.at, signed.expires_at]


def _deadlines(writing: Writing, parts: list[str], values: list[Any]) -> None:
    if writing.deadlines_changed:
        parts.append(
            "changed AS (UPDATE workflow_deadline d SET state = n.state, due_at = n.due_at, wake_at = n.wake_at, "
            "remaining_s = n.remaining_s, remaining_days = n.remaining_days FROM unnest(%s::uuid[], %s::text[], "
            "%s::timestamptz[], %s::timestamptz[], %s::bigint[], %s::int[]) AS n(id, state, due_at, wake_at, "
            "remaining_s, remaining_days) WHERE d.id = n.id RETURNING d.id)"
        )
        rows = writing.deadlines_changed
        values += [
            [r.id for r in rows],
            [r.state for r in rows],
            [r.due_at for r in rows],
            [r.wake_at for r in rows],
        ]
        values += [[r.remaining_s for r in rows], [r.remaining_days for r in rows]]
    if not writing.deadlines_added:
        return
    # The partial unique index allows one live row of a kind: the rows that go must go first, hence the reference.
    after = "(SELECT count(*) FROM changed) >= 0" if writing.deadlines_changed else "true"
    parts.append(
        "added AS (INSERT INTO workflow_deadline (id, log_id, machine, subject_id, kind, step, calendar, set_at, "
        "due_at, wake_at, reminders, reminded, state, attempts, last_error) SELECT n.id, %s, %s, %s, n.kind, n.step, "
        "n.calendar, n.set_at, n.due_at, n.wake_at, n.reminders, n.reminded, 'running', 0, '' FROM unnest(%s::uuid[], "
        "%s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::jsonb[], "
        "%s::jsonb[]) AS n(id, kind, step, calendar, set_at, due_at, wake_at, reminders, reminded) "
        f"WHERE {after})"
    )
    rows = writing.deadlines_added
    values += [
        writing.row.log_id,
        writing.row.machine(),
        writing.row.pk,
        [r.id for r in rows],
        [r.kind for r in rows],
    ]
    values += [
        [r.step for r in rows],
        [r.calendar for r in rows],
        [r.set_at for r in rows],
        [r.due_at for r in rows],
    ]
    values += [[r.wake_at for r in rows], [Jsonb(list(r.reminders)) for r in rows]]
    values += [[Jsonb(list(r.reminded)) for r in rows]]


def _messages(writing: Writing, parts: list[str], values: list[Any]) -> None:
    if not writing.messages:
        return
    parts.append(
        "messages AS (INSERT INTO workflow_message (id, log_id, machine, subject_id, event, audience, template, actor, "
        "at, due_at, state, attempts, next_at, last_error) SELECT n.id, %s, %s, %s, n.event, n.audience, n.template, "
        "%s, %s, %s, 'queued', 0, %s, '' FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) "
        "AS n(id, event, audience, template))"
    )
    events, audiences, templates = zip(*writing.messages, strict=True)
    at, actor = writing.entry.at, writing.entry.happening.actor
    values += [
        writing.row.log_id,
        writing.row.machine(),
        writing.row.pk,
        actor,
        at,
        writing.message_due_at,
        at,
    ]
    values += [[uuid.uuid4() for _ in events], list(events), list(audiences), list(templates)]


def _row(writing: Writing) -> tuple[str, list[Any]]:
    """Return the closing statement: it changes the subject, or (for a signature) only proves that the head moved."""
    if writing.old_version is None:
        return "SELECT id FROM head", []
    meta = writing.row._meta
    sets, values = [], []
    for name, value in writing.columns.items():
        column: Any = meta.get_field(name)
        sets.append(f'"{column.column}" = %s')
        values.append(column.get_db_prep_save(value, connection))
    return (
        f'UPDATE "{meta.db_table}" SET {", ".join(sets)} WHERE id = %s AND version = %s '
        "AND EXISTS (SELECT 1 FROM head)",
        [*values, writing.row.pk, writing.old_version],
    )
