"""`create` is the only way to create a stateful row.

It locks the logs of the row on which the creation is judged, reads that row with the actor's roles, asks the role and
every guard and check, and writes the new row with its entry, notices and first deadlines, or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from workflow import child_logs, clock, deadlines, mail, observing
from workflow.approvals import to_jsonable
from workflow.authorization import may
from workflow.closing import closed_days
from workflow.creating.declaring import Creation, creation_of
from workflow.errors import NotLocked, Refused
from workflow.guards import Actor, HeldRole, Refusal, StepContext, refusals
from workflow.ledger.append import EntryBody, Head, append
from workflow.ledger.sides import ordered
from workflow.models import Log, Stateful
from workflow.sql import snapshot, statements
from workflow.steps import initial_state


@observing.tells_refusals
def create(
    subject: Stateful,
    name: str,
    *,
    actor: Actor,
    inputs: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
    now: datetime | None = None,
    within: StepContext | None = None,
) -> None:
    """Create a subject in its initial state, in one of the ways that its machine declares.

    A subject without a log becomes the root of a new matter, or of one below its parent's; the new log has the
    subject's own id. `inputs` reach the guards and checks as plain JSON values, `details` go into the entry. An effect
    that creates a subject passes its context as `within`: its step has asked for the role already.

    Raises: Refused with every unmet condition; UnknownCreation; NotLocked; TimeTravelForbidden.
    """
    if now is not None:
        clock.require_time_travel()
    facts = creation_of(type(subject), name)
    with transaction.atomic(savepoint=within is None), closed_days.read_once():
        on = facts.judged_on(subject)
        heads = _locked(subject, on, within)
        at = within.now if within else snapshot.instant(heads, now or clock.now())
        if on is not None and within is None:
            on = snapshot.read(on, actor, heads).row
        context = attempt(type(subject), facts, on, actor, at)
        context.inputs, context.details = to_jsonable(inputs or {}), dict(to_jsonable(details or {}))
        context.proposed, context.heads, context.cascaded = subject, heads, within is not None
        if found := unmet(facts, on, context):
            raise Refused(found)
        _write(subject, facts, context)


def require(
    model: type[Stateful], name: str, on: Stateful | None, *, actor: Actor, now: datetime | None = None
) -> StepContext:
    """Require that the actor may create a row on another, as far as that can be said without inputs.

    Return the context in which the inputs of several rows can be checked. Expects `on` to be read under its lock, with
    the actor's roles (`snapshot.locked`). Raises: Refused with every unmet condition.
    """
    facts = creation_of(model, name)
    context = attempt(model, facts, on, actor, now or clock.now())
    if found := barred(facts, context) or refusals(facts.guards, on, context):
        raise Refused(found)
    return context


def attempt(model: type[Stateful], facts: Creation, on: Any, actor: Actor, now: datetime) -> StepContext:
    """Return the context of one attempt to create a row, with the roles that let the actor do it."""
    held: tuple[HeldRole, ...] = () if actor.id is None else model.roles_at_large(actor.id)
    if on is not None:
        held = on.held_roles
    return StepContext(actor, now, tuple(one for one in held if one.allows(facts.who, leaves=False)))


def unmet(facts: Creation, on: Any, context: StepContext) -> list[Refusal]:
    """Return every unmet condition of a creation: a missing role, or else all guards and checks."""
    return barred(facts, context) or refusals(facts.judged, on, context)


def barred(facts: Creation, context: StepContext) -> list[Refusal]:
    """Return the refusal for people without a role that may do this.

    For a row that a step creates, the step has asked for the role.
    """
    if context.cascaded or may(facts, context):
        return []
    return [Refusal("not_your_role", facts.reserved or f"“{facts.label}” is for other people.")]


def _locked(subject: Stateful, on: Stateful | None, within: StepContext | None) -> snapshot.Heads:
    """Return the heads of the logs that the creation depends on and writes to, all locked. Raises: NotLocked."""
    own = set() if subject.log_id is None else {subject.log_id}
    if subject.parent is not None:
        own |= set(subject.parent.log_ids())
    heads = snapshot.lock(own | set(on.log_ids() if on else ())) if within is None else within.heads
    if not heads.keys() >= own:
        raise NotLocked("What a step creates belongs to logs that the step locks, or is a new matter.")
    return heads


def _write(subject: Stateful, facts: Creation, context: StepContext) -> None:
    """Write the row with its log, entry, notices and first deadlines."""
    heads = context.heads
    if subject.log_id is None:
        parent = None if subject.parent is None else subject.parent.log_id
        subject.log = Log.objects.create(id=subject.pk, machine=subject.machine(), parent_id=parent)
        heads[subject.pk] = Head.read(subject.pk, 0, b"", None)  # no other transaction can see it yet
    readers = ordered(facts.sides or subject.entry_sides())
    body = EntryBody(
        machine=subject.machine(),
        subject_id=subject.pk,
        version=0,
        step="",
        event=facts.event,
        source="",
        target=subject.visible_state(*readers, state=initial_state(type(subject))),
        actor=subject.label_of(context.actor),
        sides=readers,
        details=context.details,
        personal={} if context.actor.id is None else {"actor_name": context.actor.name},
    )
    head = heads[subject.log_id]
    entry = append(head, body, context.now)
    _changed, added = deadlines.apply(facts.sets, [], subject, context, ends=False)
    notices = mail.jobs_for(facts.event)
    statements.write(
        statements.StepWrite(row=subject, head=head, entry=entry, deadlines_added=added, jobs=notices)
    )
    subject.save(force_insert=True)
    if subject.parent is not None and subject.log_id == subject.pk:
        child_logs.bind(subject, context, facts.sides)
