"""Applies a step that may be taken: its body, the statement that writes it, its effects and its cascades.

Private to the engine. Everything here expects the present transaction to have locked the matter's logs.
"""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Model

from workflow import deadlines, jobs, mail
from workflow.approvals import to_jsonable
from workflow.approvals.standing import void_changed
from workflow.errors import Refused
from workflow.guards import CLOCK, StepContext, refusals
from workflow.ledger.append import EntryBody, Head, Prepared, append
from workflow.models import Deadline, Stateful
from workflow.sql import snapshot, statements
from workflow.steps import Step, final_states, step_of


def apply_step(
    current: snapshot.Snapshot,
    facts: Step,
    context: StepContext,
    heads: snapshot.Heads,
    *,
    key: str | None = None,
    asked: str = "",
    used: Sequence[uuid.UUID] = (),
    fired: str = "",
    leaving: bool = False,
) -> Prepared:
    """Take the step and return its entry. `used` are the approvals that completed it; `fired` the clock's deadline.

    `leaving` says that the step is part of an exit, which no child may prevent.
    Raises: Refused if a guard that counts refuses a child's step, so that the caller's transaction undoes everything.
    """
    row = current.row
    context.heads = heads
    write = prepare(row, current.live, facts, context, heads[row.log_id], fired=fired)
    write.key, write.asked, write.used_approvals = key, asked, used
    statements.write(write)
    for effect in facts.effects:
        effect(row, context)
    for cascade in facts.cascades:
        for child, name, inputs in cascade(row, context):
            below = step_of(type(child), name)
            label = _label_below(row, facts, context, child, below)
            _take_child(child, below, context, label, heads, inputs, leaving=leaving or facts.leaves)
    if current.is_signed:
        void_changed(row)
    return write.entry


def prepare(
    row: Any,
    live: Sequence[Deadline],
    facts: Step,
    context: StepContext,
    head: Head,
    *,
    fired: str = "",
) -> statements.StepWrite:
    """Take the step in memory (its body, its clocks, its entry) and return what has to be written."""
    source, old_version = str(row.state), row.version
    before = {name: _kept(value) for name, value in _columns(row)}
    getattr(row, facts.name)(context)
    row.version = old_version + 1
    columns = {name: value for name, value in _columns(row) if value != before[name]}
    ends = str(row.state) in final_states(type(row))
    changed, added = deadlines.apply(facts.deadlines, live, row, context, ends=ends)
    return statements.StepWrite(
        row=row,
        head=head,
        entry=append(head, entry_body(row, facts, context, source, facts.event), context.now),
        columns=columns,
        old_version=old_version,
        deadlines_changed=_ended_as_fired(changed, live, fired),
        deadlines_added=added,
        jobs=[*jobs.queued_by(facts.jobs, row, context), *mail.jobs_for(facts.event)],
    )


def record(
    row: Any,
    facts: Step,
    context: StepContext,
    heads: snapshot.Heads,
    *,
    event: str,
    signature: statements.Signature | None = None,
    key: str | None = None,
    asked: str = "",
) -> Prepared:
    """Write an entry that changes no state (a signature, a withdrawn signature, a late attempt) and return it."""
    head = heads[row.log_id]
    entry = append(head, entry_body(row, facts, context, str(row.state), event), context.now)
    notices = mail.jobs_for(event)
    statements.write(
        statements.StepWrite(
            row=row, head=head, entry=entry, signature=signature, jobs=notices, key=key, asked=asked
        )
    )
    return entry


def entry_body(row: Any, facts: Step, context: StepContext, source: str, event: str) -> EntryBody:
    """Return the body of a step's entry, as its sides may read it; the actor's name is a personal detail."""
    named = {} if context.actor.id is None else {"actor_name": context.actor.name}
    sides = facts.entry_sides(row, event)
    return EntryBody(
        machine=row.machine(),
        subject_id=row.pk,
        version=row.version,
        step=facts.name,
        event=event,
        source=row.visible_state(*sides, state=source),
        target=row.visible_state(*sides),
        actor=context.label or row.label_of(context.actor),
        sides=sides,
        details=to_jsonable(context.details),
        personal=named | dict(to_jsonable(context.personal)),
    )


def _label_below(row: Any, facts: Step, context: StepContext, child: Stateful, below: Step) -> str:
    """Return the label of the actor for the entry of a child whose parent's step was taken.

    If the readers of the child's entry may read the parent's, it is the parent's label: they would recognize two labels
    as one person. Otherwise it is empty, and the child's own label is used, which tells its readers nothing new.
    """
    if not set(below.entry_sides(child, below.event)) <= set(facts.entry_sides(row, facts.event)):
        return ""
    return context.label or str(row.label_of(context.actor))


def _take_child(
    child: Stateful,
    facts: Step,
    parent: StepContext,
    label: str,
    heads: snapshot.Heads,
    inputs: Mapping[str, Any],
    *,
    leaving: bool,
) -> None:
    """Take a child's step because of its parent's step. Children that are in another state already are skipped.

    An exit ignores guards, except those of a step that `keeps_guards`: if one refuses, the child is skipped, and its
    own clock tries again. Raises: Refused if a guard refuses and the step is no exit.
    """
    current = snapshot.read(child, CLOCK, heads)
    if str(current.row.state) not in facts.sources:
        return
    context = StepContext(
        parent.actor, parent.now, parent.held_roles, to_jsonable(inputs), cascaded=True, label=label
    )
    if facts.keeps_guards or not leaving:
        unmet = refusals(facts.guards, current.row, context)
        if unmet and leaving:
            return
        if unmet:
            raise Refused(unmet)
    apply_step(current, facts, context, heads, leaving=leaving)


def _ended_as_fired(changed: Iterable[Deadline], live: Iterable[Deadline], kind: str) -> list[Deadline]:
    """Let the deadline that the clock performed end as fired, whatever the step's own rules did with it."""
    fired = [deadlines.ended(row, Deadline.State.FIRED) for row in live if row.kind == kind]
    return [row for row in changed if row.kind != kind] + fired


def _columns(row: Model) -> Iterator[tuple[str, Any]]:
    values = vars(row)
    return ((field.name, values[field.attname]) for field in row._meta.concrete_fields)


def _kept(value: Any) -> Any:
    """Copy lists and objects, so that in-place changes by a step's body are detected."""
    return copy.deepcopy(value) if isinstance(value, list | dict) else value
