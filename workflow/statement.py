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


Parts = list[str]
Values = dict[str, Any]

CHANGEABLE = ("state", "due_at", "wake_at", "remaining_s", "remaining_days")
STARTED = ("id", "kind", "step", "calendar", "set_at", "due_at", "wake_at")


def write(writing: Writing) -> None:
    """Write one step. Expects an open transaction that holds the log's row lock. Raises: Torn."""
    parts: Parts = []
    values: Values = {}
    for part in (
        _head,
        _entry,
        _personal,
        _approvals,
        _signature,
        _deadlines_changed,
        _deadlines_added,
        _messages,
    ):
        part(writing, parts, values)
    last = _row(writing, values)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} {last}", values)
        if cursor.rowcount != 1:
            raise Torn(f"{writing.row._meta.label} {writing.row.pk} moved while its log was locked.")
    writing.head.stored_size = writing.head.size


def _head(writing: Writing, parts: Parts, values: Values) -> None:
    head = writing.head
    parts.append(
        "head AS (UPDATE workflow_log SET size = %(size)s, range = %(range)s, last_at = %(last_at)s "
        "WHERE id = %(log)s AND size = %(stored_size)s RETURNING id)"
    )
    values |= {
        "log": head.log_id,
        "size": head.size,
        "range": head.range.to_bytes(),
        "last_at": head.last_at,
        "stored_size": head.stored_size,
    }


def _entry(writing: Writing, parts: Parts, values: Values) -> None:
    entry, what = writing.entry, writing.entry.happening
    parts.append(
        "entry AS (INSERT INTO workflow_entry (log_id, index, at, machine, subject_id, version, step, event, source, "
        "target, actor, audience, details, personal, salt, commit, leaf, key, asked) VALUES (%(log)s, %(index)s, "
        "%(at)s, %(machine)s, %(subject)s, %(version)s, %(step)s, %(event)s, %(source)s, %(target)s, %(actor)s, "
        "%(audience)s, %(details)s, %(personal)s, %(salt)s, %(commit)s, %(leaf)s, %(key)s, %(asked)s))"
    )
    values |= {
        "index": entry.index,
        "at": entry.at,
        "machine": what.machine,
        "subject": what.subject_id,
        "version": what.version,
        "step": what.step,
        "event": what.event,
        "source": what.source,
        "target": what.target,
        "actor": what.actor,
        "audience": what.audience,
        "details": Jsonb(dict(what.details)),
        "personal": Jsonb(entry.personal),
        "salt": entry.salt,
        "commit": entry.commit,
        "leaf": entry.leaf,
        "key": writing.key,
        "asked": writing.asked,
    }


def _personal(writing: Writing, parts: Parts, values: Values) -> None:
    rows = [
        {"name": name, "salt": salt, "value": Jsonb(value)} for name, salt, value in writing.entry.openings
    ]
    if rows:
        parts.append(
            "opened AS (INSERT INTO workflow_personal (log_id, index, name, salt, value) "
            f"VALUES {_rows('%(log)s, %(index)s', 'opened', rows, values)})"
        )


def _approvals(writing: Writing, parts: Parts, values: Values) -> None:
    if not writing.voids_approvals:
        return
    parts.append(
        "approvals AS (UPDATE workflow_approval SET state = CASE WHEN id = ANY(%(used)s::uuid[]) THEN 'used' "
        "ELSE 'voided' END WHERE subject_id = %(subject)s AND state = 'open')"
    )
    values["used"] = list(writing.used_approvals)


def _signature(writing: Writing, parts: Parts, values: Values) -> None:
    signed = writing.signature
    if signed is None:
        return
    # One person has one open approval: the one before goes first, hence the reference.
    parts.append(
        "stale AS (UPDATE workflow_approval SET state = 'voided' WHERE subject_id = %(subject)s AND step = %(signed)s "
        "AND actor = %(signer)s AND state = 'open' RETURNING id), signature AS (INSERT INTO workflow_approval (id, "
        "log_id, machine, subject_id, step, version, digest, inputs, actor, actor_name, standing, at, expires_at, "
        "state) SELECT %(approval)s, %(log)s, %(machine)s, %(subject)s, %(signed)s, %(signed_version)s, %(digest)s, "
        "%(inputs)s, %(signer)s, %(signer_name)s, %(standing)s, %(signed_at)s, %(expires_at)s, 'open' "
        "WHERE (SELECT count(*) FROM stale) >= 0)"
    )
    values |= {
        "approval": uuid.uuid4(),
        "signed": signed.step,
        "signed_version": signed.version,
        "digest": signed.digest,
        "inputs": Jsonb(signed.inputs),
        "signer": signed.actor,
        "signer_name": signed.actor_name,
        "standing": Jsonb(signed.standing),
        "signed_at": signed.at,
        "expires_at": signed.expires_at,
    }


def _deadlines_changed(writing: Writing, parts: Parts, values: Values) -> None:
    for place, row in enumerate(writing.deadlines_changed):
        parts.append(
            f"changed_{place} AS (UPDATE workflow_deadline SET "
            f"{', '.join(f'{name} = %({name}_{place})s' for name in CHANGEABLE)} "
            f"WHERE id = %(changed_{place})s RETURNING id)"
        )
        values[f"changed_{place}"] = row.id
        values |= {f"{name}_{place}": getattr(row, name) for name in CHANGEABLE}


def _deadlines_added(writing: Writing, parts: Parts, values: Values) -> None:
    rows = [
        {name: getattr(row, name) for name in STARTED}
        | {"reminders": Jsonb(list(row.reminders)), "reminded": Jsonb(list(row.reminded))}
        for row in writing.deadlines_added
    ]
    if not rows:
        return
    # The partial unique index allows one live row of a kind: the rows that go must go first, hence the references.
    first = [f"(SELECT count(*) FROM changed_{n}) >= 0" for n, _row in enumerate(writing.deadlines_changed)]
    columns = ", ".join([*STARTED, "reminders", "reminded"])
    listed = _rows("%(log)s, %(machine)s, %(subject)s, 'running', 0, ''", "added", rows, values)
    inserted = f"INSERT INTO workflow_deadline (log_id, machine, subject_id, state, attempts, last_error, {columns}) "
    if first:
        inserted += f"SELECT * FROM (VALUES {listed}) AS n WHERE {' AND '.join(first)}"
    else:
        inserted += f"VALUES {listed}"
    parts.append(f"added AS ({inserted})")


def _messages(writing: Writing, parts: Parts, values: Values) -> None:
    rows = [
        {"id": uuid.uuid4(), "event": event, "audience": audience, "template": template}
        for event, audience, template in writing.messages
    ]
    if rows:
        same = "%(log)s, %(machine)s, %(subject)s, %(actor)s, %(at)s, 'queued', 0, %(at)s, ''"
        parts.append(
            "messages AS (INSERT INTO workflow_message (log_id, machine, subject_id, actor, at, state, attempts, "
            "next_at, last_error, id, event, audience, template) "
            f"VALUES {_rows(same, 'message', rows, values)})"
        )


def _rows(same: str, name: str, rows: Sequence[Values], values: Values) -> str:
    """Return the rows of a VALUES list: what is the same for each, then each one's own, whose values join `values`."""
    listed = []
    for place, row in enumerate(rows):
        own = {f"{name}_{place}_{column}": value for column, value in row.items()}
        values.update(own)
        listed.append(f"({same}, {', '.join(f'%({key})s' for key in own)})")
    return ", ".join(listed)


def _row(writing: Writing, values: Values) -> str:
    """Return the closing statement: it changes the subject, or (for a signature) only proves that the head moved."""
    if writing.old_version is None:
        return "SELECT id FROM head"
    meta = writing.row._meta
    sets = []
    for name, value in writing.columns.items():
        column: Any = meta.get_field(name)
        sets.append(f'"{column.column}" = %(column_{name})s')
        values[f"column_{name}"] = column.get_db_prep_save(value, connection)
    values["old_version"] = writing.old_version
    return (
        f'UPDATE "{meta.db_table}" SET {", ".join(sets)} WHERE id = %(subject)s AND version = %(old_version)s '
        "AND EXISTS (SELECT 1 FROM head)"
    )
