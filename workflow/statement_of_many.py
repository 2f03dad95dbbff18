"""The one statement that writes many steps of one machine, each in a log of its own. Beside `statement.py`.

What holds there holds here: all or nothing, the triggers fire at its end, and where a row or a log's head moved under
its lock, nothing is written.
"""

from __future__ import annotations

import copy
import json
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from workflow.deadlines import Live
from workflow.ledger.append import Head, Prepared
from workflow.models import Stateful
from workflow.statement import CHANGEABLE, STARTED, Torn

Columns = dict[str, tuple[str, list[Any]]]
"""Name to PostgreSQL type and values, one for each row."""

_TEXTS = ("machine", "step", "event", "source", "target", "actor", "audience")
_TYPES = {
    "id": "uuid",
    "set_at": "timestamptz",
    "due_at": "timestamptz",
    "wake_at": "timestamptz",
    "remaining_s": "bigint",
    "remaining_days": "int",
}


@dataclass
class Taken:
    """One step as it was taken in memory."""

    row: Stateful
    head: Head
    entry: Prepared
    old_version: int
    columns: dict[str, Any]
    changed: list[Live]
    added: list[Live]

    @staticmethod
    def columns_of(row: Stateful) -> dict[str, Any]:
        """Return the row's values by field name; what a step changes in place later stays as it is here."""
        values = vars(row)
        found = {field.name: values[field.attname] for field in row._meta.concrete_fields}
        return {
            name: copy.deepcopy(value) if isinstance(value, list | dict) else value
            for name, value in found.items()
        }


def write_many(taken: Sequence[Taken], messages: Sequence[tuple[str, str, str]]) -> None:
    """Write steps of one machine; `messages` are what each tells. Expects their logs to be locked. Raises: Torn."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    _heads(taken, parts, values)
    _entries(taken, parts, values)
    _personal(taken, parts, values)
    _approvals(taken, parts, values)
    _deadlines_changed(taken, parts, values)
    _deadlines_added(taken, parts, values)
    _messages(taken, messages, parts, values)
    last = _rows(taken, parts, values)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} {last}", values)
        if cursor.fetchone() != (len(taken), len(taken)):
            raise Torn("A row or a log's head moved while its log was locked.")


def _from(part: str, columns: Columns, values: dict[str, Any]) -> str:
    """Return a FROM item with these columns, named `n`, whose values join `values` as one JSON text."""
    rows = zip(*(listed for _type, listed in columns.values()), strict=True)
    values[part] = _write([dict(zip(columns, row, strict=True)) for row in rows])
    types = ", ".join(f"{name} {of}" for name, (of, _listed) in columns.items())
    return f"json_to_recordset(%({part})s::json) AS n ({types})"


def _as_text(value: Any) -> Any:
    """Return a value as PostgreSQL reads it from JSON."""
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, datetime):
        return value.isoformat()
    return value.obj if isinstance(value, Jsonb) else str(value)


_write = json.JSONEncoder(default=_as_text, check_circular=False, separators=(",", ":")).encode


def _heads(taken: Sequence[Taken], parts: list[str], values: dict[str, Any]) -> None:
    heads = [one.head for one in taken]
    columns: Columns = {
        "id": ("uuid", [head.log_id for head in heads]),
        "size": ("bigint", [head.size for head in heads]),
        "range": ("bytea", [head.range.to_bytes() for head in heads]),
        "last_at": ("timestamptz", [head.last_at for head in heads]),
        "stored": ("bigint", [head.stored_size for head in heads]),
    }
    parts.append(
        "head AS (UPDATE workflow_log l SET size = n.size, range = n.range, last_at = n.last_at "
        f"FROM {_from('head', columns, values)} WHERE l.id = n.id AND l.size = n.stored RETURNING l.id)"
    )


def _entries(taken: Sequence[Taken], parts: list[str], values: dict[str, Any]) -> None:
    entries = [one.entry for one in taken]
    columns: Columns = {
        "log_id": ("uuid", [entry.log_id for entry in entries]),
        "index": ("bigint", [entry.index for entry in entries]),
        "at": ("timestamptz", [entry.at for entry in entries]),
        "subject_id": ("uuid", [entry.happening.subject_id for entry in entries]),
        "version": ("int", [entry.happening.version for entry in entries]),
        **{name: ("text", [getattr(entry.happening, name) for entry in entries]) for name in _TEXTS},
        "details": ("jsonb", [dict(entry.happening.details) for entry in entries]),
        "personal": ("jsonb", [entry.personal for entry in entries]),
        "salt": ("bytea", [entry.salt for entry in entries]),
        "commit": ("bytea", [entry.commit for entry in entries]),
        "leaf": ("bytea", [entry.leaf for entry in entries]),
    }
    names = ", ".join(columns)
    parts.append(
        f"entry AS (INSERT INTO workflow_entry ({names}, asked) "
        f"SELECT n.*, '' FROM {_from('entry', columns, values)})"
    )


def _personal(taken: Sequence[Taken], parts: list[str], values: dict[str, Any]) -> None:
    opened = [(one.entry, *opening) for one in taken for opening in one.entry.openings]
    if not opened:
        return
    columns: Columns = {
        "log_id": ("uuid", [entry.log_id for entry, *_ in opened]),
        "index": ("bigint", [entry.index for entry, *_ in opened]),
        "name": ("text", [name for _, name, _, _ in opened]),
        "salt": ("bytea", [salt for _, _, salt, _ in opened]),
        "value": ("jsonb", [value for *_, value in opened]),
    }
    parts.append(
        f"opened AS (INSERT INTO workflow_personal ({', '.join(columns)}) "
        f"SELECT n.* FROM {_from('opened', columns, values)})"
    )


def _approvals(taken: Sequence[Taken], parts: list[str], values: dict[str, Any]) -> None:
    values["subjects"] = [one.row.pk for one in taken]
    parts.append(
        "approvals AS (UPDATE workflow_approval SET state = 'voided' "
        "WHERE subject_id = ANY(%(subjects)s::uuid[]) AND state = 'open')"
    )


def _deadlines_changed(taken: Sequence[Taken], parts: list[str], values: dict[str, Any]) -> None:
    rows = [row for one in taken for row in one.changed]
    columns: Columns = {name: _column(name, rows) for name in ("id", *CHANGEABLE)}
    sets = ", ".join(f"{name} = n.{name}" for name in CHANGEABLE)
    parts.append(
        f"changed AS (UPDATE workflow_deadline d SET {sets} FROM {_from('changed', columns, values)} "
        "WHERE d.id = n.id RETURNING d.id)"
    )


def _deadlines_added(taken: Sequence[Taken], parts: list[str], values: dict[str, Any]) -> None:
    rows = [(one, row) for one in taken for row in one.added]
    if not rows:
        return
    columns: Columns = {
        "log_id": ("uuid", [one.head.log_id for one, _row in rows]),
        "machine": ("text", [one.row.machine() for one, _row in rows]),
        "subject_id": ("uuid", [one.row.pk for one, _row in rows]),
        **{name: _column(name, [row for _one, row in rows]) for name in STARTED},
        "reminders": ("jsonb", [row.reminders for _one, row in rows]),
        "reminded": ("jsonb", [row.reminded for _one, row in rows]),
    }
    # One live row of a kind: the rows that go must go first, hence the reference.
    parts.append(
        f"added AS (INSERT INTO workflow_deadline ({', '.join(columns)}, state, attempts, last_error) "
        f"SELECT n.*, 'running', 0, '' FROM {_from('added', columns, values)} "
        "WHERE (SELECT count(*) FROM changed) >= 0)"
    )


def _column(name: str, rows: Sequence[Live]) -> tuple[str, list[Any]]:
    return _TYPES.get(name, "text"), [getattr(row, name) for row in rows]


def _messages(
    taken: Sequence[Taken], messages: Sequence[tuple[str, str, str]], parts: list[str], values: dict[str, Any]
) -> None:
    if not messages:
        return
    rows = [(one, message) for one in taken for message in messages]
    columns: Columns = {
        "id": ("uuid", [uuid.uuid4() for _row in rows]),
        "log_id": ("uuid", [one.head.log_id for one, _message in rows]),
        "machine": ("text", [one.row.machine() for one, _message in rows]),
        "subject_id": ("uuid", [one.row.pk for one, _message in rows]),
        "actor": ("text", [one.entry.happening.actor for one, _message in rows]),
        "at": ("timestamptz", [one.entry.at for one, _message in rows]),
        "event": ("text", [event for _one, (event, _audience, _template) in rows]),
        "audience": ("text", [audience for _one, (_event, audience, _template) in rows]),
        "template": ("text", [template for _one, (_event, _audience, template) in rows]),
    }
    parts.append(
        f"messages AS (INSERT INTO workflow_message ({', '.join(columns)}, next_at, state, attempts, last_error) "
        f"SELECT n.*, n.at, 'queued', 0, '' FROM {_from('message', columns, values)})"
    )


def _rows(taken: Sequence[Taken], parts: list[str], values: dict[str, Any]) -> str:
    """Add the updates of the rows and return the closing statement, which counts rows and heads that moved.

    A row is given the columns that its own step changed, and no others.
    """
    alike: dict[tuple[str, ...], list[Taken]] = defaultdict(list)
    for one in taken:
        alike[tuple(sorted(one.columns))].append(one)
    for place, (names, rows) in enumerate(alike.items()):
        parts.append(_update(f"row_{place}", names, rows, values))
    moved = " + ".join(f"(SELECT count(*) FROM row_{place})" for place in range(len(alike)))
    return f"SELECT {moved}, (SELECT count(*) FROM head)"


def _update(part: str, names: Sequence[str], taken: Sequence[Taken], values: dict[str, Any]) -> str:
    """Return the update of rows whose steps changed the same columns."""
    meta = taken[0].row._meta
    columns: Columns = {
        "id": ("uuid", [one.row.pk for one in taken]),
        "old_version": ("int", [one.old_version for one in taken]),
    }
    sets = []
    for name in names:
        field: Any = meta.get_field(name)
        kept = [field.get_db_prep_save(one.columns[name], connection) for one in taken]
        columns[f"new_{name}"] = (field.db_type(connection), kept)
        sets.append(f'"{field.column}" = n.new_{name}')
    return (
        f'{part} AS (UPDATE "{meta.db_table}" t SET {", ".join(sets)} FROM {_from(part, columns, values)} '
        "WHERE t.id = n.id AND t.version = n.old_version RETURNING t.id)"
    )
