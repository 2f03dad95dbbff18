"""The one statement that writes steps: rows, log heads, entries, personal details, approvals, deadlines and jobs.

It is one round trip for one step, or for many steps of one machine, each in its own log; all or nothing. The triggers
(`trigger_sql.py`) fire at its end and find the entries that it wrote. Under the log's lock, no log head and no row can
change in the meantime; if one ever does, `write` raises an error instead of writing half of a step.

Columns and their types come from the models; a row is a mapping from attribute names to values.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from workflow import observing
from workflow.errors import WorkflowError
from workflow.jobs import NewJob
from workflow.ledger.append import Head, Prepared
from workflow.models import Approval, Deadline, Entry, Job, Log, Personal, Stateful
from workflow.sql.cte import Batch, Cte, insert_cte, types_of, update_cte

Row = Mapping[str, Any]


class ConcurrentWriteError(WorkflowError):
    """The row or its log head changed under a lock that should have prevented it; nothing was written."""

    code = "torn"


@dataclass(frozen=True)
class Signature:
    """A new open approval."""

    step: str
    side: str
    salt: bytes
    digest: str
    inputs: dict[str, Any]
    actor: uuid.UUID
    actor_name: str
    held_roles: list[dict[str, str]]
    at: datetime
    expires_at: datetime


@dataclass
class StepWrite:
    """Everything that one step writes about one subject.

    Without `old_version`, the subject's row stays as it is.
    """

    row: Stateful
    head: Head
    entry: Prepared
    key: str | None = None
    asked: str = ""
    columns: dict[str, Any] = field(default_factory=dict)
    old_version: int | None = None
    used_approvals: Sequence[uuid.UUID] = ()
    signature: Signature | None = None
    deadlines_changed: Sequence[Deadline] = ()
    deadlines_added: Sequence[Deadline] = ()
    jobs: Sequence[NewJob] = ()


_NOT_TRIED = {"attempts": "0", "last_error": "''"}

_HEAD = Cte(
    "head",
    "UPDATE workflow_log l SET size = n.size, range = n.range, last_at = n.last_at "
    "FROM {rows} WHERE l.id = n.id AND l.size = n.stored_size RETURNING l.id",
    types_of(Log, "id", "size", "range", "last_at", stored_size="size"),
)
_ENTRY = insert_cte("entry", Entry)
_OPENED = insert_cte("opened", Personal)
_USED = Cte(
    "used",
    "UPDATE workflow_approval a SET state = 'used' FROM {rows} WHERE a.id = n.id AND a.state = 'open'",
    types_of(Approval, "id"),
)
_STALE = Cte(
    "stale",
    "UPDATE workflow_approval a SET state = 'voided' FROM {rows} WHERE a.subject_id = n.subject_id "
    "AND a.step = n.step AND a.actor = n.actor AND a.state = 'open' RETURNING a.id",
    types_of(Approval, "subject_id", "step", "actor"),
)
# A person has one open approval of a step: the one before is voided first.
_SIGNATURE = insert_cte("signature", Approval, after="stale", state="'open'")
# What a deadline is for never changes, and only workers note how often they tried.
_CHANGED = update_cte(
    "changed",
    Deadline,
    keeps=("log_id", "machine", "subject_id", "kind", "step", "calendar", "set_at", "reminders", *_NOT_TRIED),
)
# A subject has one live deadline of a kind: those that end, end first.
_ADDED = insert_cte("added", Deadline, after="changed", **_NOT_TRIED)
_JOB = insert_cte("job", Job, next_at="n.at", state="'queued'", **_NOT_TRIED)


def write(*writes: StepWrite) -> None:
    """Write one step, or many. Expects an open transaction that holds the logs' row locks.

    Raises: ConcurrentWriteError.
    """
    moving = [one for one in writes if one.old_version is not None]
    signatures = [_signature(one, one.signature) for one in writes if one.signature is not None]
    batch = Batch(many=len(writes) > 1)
    batch.add(_HEAD, [_head(one.head) for one in writes])
    batch.add(_ENTRY, [_entry(one) for one in writes])
    batch.add(_OPENED, [row for one in writes for row in _opened(one.entry)])
    batch.add(_USED, [{"id": used} for one in moving for used in one.used_approvals])
    batch.add(_STALE, signatures)
    batch.add(_SIGNATURE, signatures)
    batch.add(_CHANGED, [vars(row) for one in writes for row in one.deadlines_changed])
    batch.add(_ADDED, [vars(row) for one in writes for row in one.deadlines_added])
    batch.add(_JOB, [_job(one, job) for one in writes for job in one.jobs])
    moved = _rows(moving, batch)
    if batch.run(f"SELECT {moved}, (SELECT count(*) FROM head)") != (len(moving), len(writes)):
        raise ConcurrentWriteError("A row or a log's head moved while its log was locked.")
    for one in writes:
        one.head.stored_size = one.head.size
    observing.tell_steps((one.entry.body.machine, one.entry.body.step) for one in moving)


def _head(head: Head) -> Row:
    return vars(head) | {"id": head.log_id, "range": head.range.to_bytes()}


def _subject(write: StepWrite) -> dict[str, Any]:
    body = write.entry.body
    return {"log_id": write.head.log_id, "machine": body.machine, "subject_id": body.subject_id}


def _entry(write: StepWrite) -> Row:
    entry = write.entry
    return (
        vars(entry.body)
        | vars(entry)
        | {"details": dict(entry.body.details), "sides": list(entry.body.sides)}
        | {"key": write.key, "asked": write.asked}
    )


def _opened(entry: Prepared) -> list[Row]:
    place = {"log_id": entry.log_id, "index": entry.index}
    return [
        place | {"name": name, "salt": salt, "value": Jsonb(value)} for name, salt, value in entry.openings
    ]


def _signature(write: StepWrite, signature: Signature) -> Row:
    return _subject(write) | vars(signature) | {"id": uuid.uuid4()}


def _job(write: StepWrite, job: NewJob) -> Row:
    entry = write.entry
    cause = {"event": entry.body.event, "actor": entry.body.actor, "at": entry.at}
    return _subject(write) | cause | {"id": uuid.uuid4(), "kind": job.kind, "inputs": dict(job.inputs)}


def _rows(writes: Sequence[StepWrite], batch: Batch) -> str:
    """Add the updates of the rows, each with the columns that its own step changed; return how many moved, as SQL."""
    alike: dict[tuple[str, ...], list[StepWrite]] = defaultdict(list)
    for write in writes:
        alike[tuple(write.columns)].append(write)
    for place, (names, same) in enumerate(alike.items()):
        cte, fields = _update(type(same[0].row), names, place)
        rows = []
        for write in same:
            new = {
                f"new_{one.name}": one.get_db_prep_save(write.columns[one.name], connection) for one in fields
            }
            rows.append(new | {"id": write.row.pk, "old_version": write.old_version})
        batch.add(cte, rows)
    return " + ".join(f"(SELECT count(*) FROM row_{place})" for place in range(len(alike))) or "0"


@cache
def _update(model: Any, names: Sequence[str], place: int) -> tuple[Cte, list[Any]]:
    """Return the CTE that updates these fields of a machine's rows, and the fields."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    sets = ", ".join(f'"{one.column}" = n.new_{one.name}' for one in fields)
    sql = (
        f'UPDATE "{model._meta.db_table}" t SET {sets} '
        "FROM {rows} WHERE t.id = n.id AND t.version = n.old_version RETURNING t.id"
    )
    new = {f"new_{one.name}": one.name for one in fields}
    return Cte(f"row_{place}", sql, types_of(model, "id", old_version="version", **new)), fields
