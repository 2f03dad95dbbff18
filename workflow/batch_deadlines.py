"""Many overdue deadlines at once: each is judged and recorded as if it were alone, and one statement writes them all.

Only plain steps are fired together: those that change one row of one log and cause nothing else. A deadline whose step
is not plain, whose log is locked, or whose step is refused or fails is left to `firing.fire_overdue`, one at a time.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from workflow import deadlines
from workflow.apply_step import prepare
from workflow.authorization import attempt, unmet
from workflow.closing import closed_days
from workflow.guards import CLOCK
from workflow.ledger import canonical
from workflow.ledger.append import Head
from workflow.models import Approval, Deadline, Stateful
from workflow.sql import snapshot, statements
from workflow.steps import Step, step_of


def fire_together(deadline_ids: Sequence[uuid.UUID], now: datetime) -> set[uuid.UUID]:
    """Fire those of these overdue deadlines that can be fired together, and return them."""
    running = Deadline.objects.filter(pk__in=deadline_ids, state=Deadline.State.RUNNING, due_at__lte=now)
    groups: dict[tuple[str, str], list[Deadline]] = defaultdict(list)
    for row in running.exclude(step=""):
        groups[row.machine, row.step].append(row)
    fired: set[uuid.UUID] = set()
    for (machine, step), rows in groups.items():
        try:
            model: Any = apps.get_model(machine)
            facts = step_of(model, step)
            if len(rows) > 1 and _is_plain(model, facts):
                with transaction.atomic(), closed_days.read_once():
                    written = _fire(model, facts, rows, now)
                fired |= written
        except Exception:  # noqa: S112 (not ignored: each row is then tried alone, which reports what is wrong)
            continue  # one bad row spoiled it for all
    return fired


def _is_plain(model: type[Stateful], facts: Step) -> bool:
    """Whether a step changes one row of one log, and causes nothing else."""
    return not facts.effects and not facts.cascades and not model.PARENT and model.log_ids is Stateful.log_ids


def _fire(model: Any, facts: Step, due: Sequence[Deadline], now: datetime) -> set[uuid.UUID]:
    """Fire what can be fired under the locks that are free. Expects a transaction."""
    heads = snapshot.lock_free(row.log_id for row in due)
    live = snapshot.live_in(heads)
    subjects = model._base_manager.in_bulk([row.subject_id for row in due if row.log_id in heads])
    signed = _signed(model, subjects)
    subjects = {key: subject for key, subject in subjects.items() if key not in signed}
    writes: list[statements.StepWrite] = []
    fired = set()
    for row in due:
        if row.log_id not in heads or row.subject_id not in subjects:
            continue
        instant = snapshot.instant({row.log_id: heads[row.log_id]}, now)
        overdue = [one for one in live[row.log_id] if deadlines.is_overdue(one, instant)]
        if [one.pk for one in overdue] != [row.pk]:
            continue  # it ended in the meantime, or the log has several, whose order counts
        own = [one for one in live[row.log_id] if one.subject_id == row.subject_id]
        write = _take(subjects[row.subject_id], facts, overdue[0], own, heads[row.log_id], instant)
        if write is not None:
            writes.append(write)
            fired.add(row.pk)
            del heads[row.log_id]  # the head moved: whatever else is due in this log waits for the next sweep
    if writes:
        statements.write(*writes)
    return fired


def _signed(model: Any, subjects: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of these subjects that have open signatures, which the step may void."""
    if not model.TAKES_SIGNATURES:
        return set()
    given = Approval.objects.filter(subject_id__in=list(subjects), state=Approval.State.OPEN)
    return set(given.values_list("subject_id", flat=True))


def _take(
    subject: Any, facts: Step, due: Deadline, live: Sequence[Deadline], head: Head, now: datetime
) -> statements.StepWrite | None:
    """Judge the step and take it in memory; None if it is refused or fails."""
    context = attempt(subject, facts, CLOCK, now)
    context.details = {"deadline": due.kind, "due_at": canonical.instant(due.due_at)}
    try:
        if unmet(subject, facts, context):
            return None
        return prepare(subject, live, facts, context, head, fired=due.kind)
    except Exception:
        return None  # the row is then tried alone, which reports what is wrong
