"""Many overdue deadlines at once: each judged, recorded and told as if it were alone, and written in one statement.

Only plain steps are taken together: those that touch one row of one log and entail nothing further. Whatever is not
plain, is locked by somebody, is refused or fails is left to `firing.fire_overdue`, one by one.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from workflow.apply_step import prepare
from workflow.authorization import attempt, unmet
from workflow.deadlines import Live
from workflow.guards import CLOCK
from workflow.ledger import canonical
from workflow.ledger.append import Head
from workflow.models import Stateful
from workflow.sql import snapshot, statements
from workflow.steps import Step, step_of

_FREE = """SELECT id, size, range, last_at FROM workflow_log WHERE id = ANY(%s) ORDER BY id
FOR NO KEY UPDATE SKIP LOCKED"""

_LIVE = """SELECT log_id, subject_id, id, kind, step, calendar, set_at, due_at, wake_at, state, reminders, reminded,
remaining_s, remaining_days FROM workflow_deadline WHERE log_id = ANY(%s) AND state IN ('running', 'paused')"""

_DUE = """SELECT id, log_id, machine, subject_id, kind, step FROM workflow_deadline
WHERE id = ANY(%s) AND state = 'running' AND step <> '' AND due_at <= %s"""

Due = tuple[uuid.UUID, uuid.UUID, str, uuid.UUID, str, str]


def fire_together(deadline_ids: Sequence[uuid.UUID], now: datetime) -> set[uuid.UUID]:
    """Fire those of these overdue deadlines that can be fired together, and return them."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [list(deadline_ids), now])
        due: list[Due] = cursor.fetchall()
    groups: dict[tuple[str, str], list[Due]] = defaultdict(list)
    for row in due:
        groups[row[2], row[5]].append(row)
    fired: set[uuid.UUID] = set()
    for (machine, step), rows in groups.items():
        try:
            model: Any = apps.get_model(machine)
            facts = step_of(model, step)
            if len(rows) > 1 and _is_plain(model, facts):
                with transaction.atomic():
                    written = _fire(model, facts, rows, now)
                fired |= written
        except Exception:  # noqa: S112 (not passed over: each is then tried alone, and told)
            continue  # one bad row spoiled it for all
    return fired


def _is_plain(model: type[Stateful], facts: Step) -> bool:
    """Whether a step touches one row of one log, and nothing follows from it."""
    return not facts.effects and not facts.cascades and model.log_ids is Stateful.log_ids


def _fire(model: Any, facts: Step, due: Sequence[Due], now: datetime) -> set[uuid.UUID]:
    """Fire what can be fired under the locks that are free. Expects a transaction."""
    heads, live = _locked({row[1] for row in due})
    subjects = model._base_manager.in_bulk([row[3] for row in due if row[1] in heads])
    taken: list[statements.StepWrite] = []
    fired = set()
    for deadline_id, log, _machine, subject, kind, _step in due:
        if log not in heads or subject not in subjects:
            continue
        instant = snapshot.instant({log: heads[log]}, now)
        overdue = [row.id for _whose, row in live[log] if row.is_overdue(instant)]
        if overdue != [deadline_id]:
            continue  # gone in the meantime, or several of one matter, whose order counts
        own = [row for whose, row in live[log] if whose == subject]
        one = _take(subjects[subject], facts, kind, own, heads[log], instant)
        if one is not None:
            taken.append(one)
            fired.add(deadline_id)
            del heads[log]  # moved on: whatever else is due there is for later
    if taken:
        statements.write(*taken)
    return fired


def _locked(logs: set[uuid.UUID]) -> tuple[snapshot.Heads, dict[uuid.UUID, list[tuple[uuid.UUID, Live]]]]:
    """Lock the logs that nobody else has locked; return their heads and live deadlines, with their subjects."""
    with connection.cursor() as cursor:
        cursor.execute(_FREE, [sorted(logs)])
        heads = {row[0]: Head.read(*row) for row in cursor.fetchall()}
        cursor.execute(_LIVE, [list(heads)])
        live = defaultdict(list)
        for log, subject, *row in cursor.fetchall():
            live[log].append((subject, _live(row)))
    return heads, live


def _live(row: Sequence[Any]) -> Live:
    """Return the value of a row as `_LIVE` reads it."""
    pk, kind, step, calendar, set_at, due_at, wake_at, state, reminders, reminded, seconds, days = row
    set_at, due_at, wake_at = set_at.astimezone(UTC), due_at.astimezone(UTC), wake_at.astimezone(UTC)
    reminding = (_list(reminders), _list(reminded))
    return Live(pk, kind, step, calendar, set_at, due_at, wake_at, state, *reminding, seconds, days)


def _list(value: Any) -> tuple[int, ...]:
    return tuple(json.loads(value) if isinstance(value, str) else value)


def _take(
    row: Any, facts: Step, kind: str, live: list[Live], head: Head, now: datetime
) -> statements.StepWrite | None:
    """Judge the step and take it in memory; None where it is refused or fails."""
    context = attempt(row, facts, CLOCK, now)
    due_at = next(one.due_at for one in live if one.kind == kind)
    context.details = {"deadline": kind, "due_at": canonical.instant(due_at)}
    try:
        return None if unmet(row, facts, context) else prepare(row, live, facts, context, head, fired=kind)
    except Exception:
        return None  # whatever it is, it comes again, and is told, where the row is tried alone
