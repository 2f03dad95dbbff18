"""Logs that grow without a machine: what the tests of sealing and exporting seal and export."""

import uuid
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from workflow.ledger.append import EntryBody, Head, append
from workflow.models import Log

START = datetime(2026, 11, 23, 14, 49, 37, 5, tzinfo=UTC)


def new_log(entries=1, **body):
    """Return the id of a new log with that many entries, as `add_entries` writes them."""
    log = Log.objects.create(machine="tests.Toy")
    add_entries(log.id, entries, **body)
    return log.id


def add_entries(
    log_id,
    entries=1,
    *,
    sides=("developer", "government"),
    details=None,
    personal=None,
    event="toy.grew",
    at=None,
):
    """Let a log grow by some entries, written as the engine writes them: hour by hour, or all at one instant."""
    with transaction.atomic():
        row = Log.objects.select_for_update().get(id=log_id)
        head = Head.read(row.id, row.size, row.range, row.last_at)
        for _ in range(entries):
            body = EntryBody(
                machine="tests.Toy",
                subject_id=uuid.uuid5(log_id, "subject"),
                version=head.size,
                step="grow",
                event=event,
                source="small",
                target="large",
                actor="clock",
                sides=sides,
                details=details or {},
                personal=personal or {},
            )
            _write(head, append(head, body, at or START + timedelta(hours=head.size)))


def _write(head, entry):
    what = entry.body
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH head AS (UPDATE workflow_log SET size = %s, range = %s, last_at = %s WHERE id = %s),
            personal AS (
              INSERT INTO workflow_personal (log_id, index, name, salt, value)
              SELECT %s, %s, * FROM unnest(%s::text[], %s::bytea[], %s::jsonb[]))
            INSERT INTO workflow_entry (log_id, index, at, machine, subject_id, version, step, event, source, target,
              actor, sides, details, personal, salt, commit, leaf, asked)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '')
            """,
            [
                *(head.size, head.range.to_bytes(), head.last_at, head.log_id, entry.log_id, entry.index),
                [name for name, _, _ in entry.openings],
                [salt for _, salt, _ in entry.openings],
                [Jsonb(value) for _, _, value in entry.openings],
                *(
                    entry.log_id,
                    entry.index,
                    entry.at,
                    what.machine,
                    what.subject_id,
                    what.version,
                    what.step,
                ),
                *(
                    what.event,
                    what.source,
                    what.target,
                    what.actor,
                    list(what.sides),
                    Jsonb(dict(what.details)),
                ),
                *(Jsonb(entry.personal), entry.salt, entry.commit, entry.leaf),
            ],
        )
