"""`perform` is the only way to change a state.

It locks the matter's logs, reads the subject, fires overdue deadlines of the matter, checks roles and guards,
collects signatures if the step needs several, and writes everything in one statement. State, entry, deadlines and
messages commit together or not at all. A refusal contains every unmet condition. From `due_at` on, the clock's step
comes first, and it remains even if the step that was asked for is then refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from workflow import clock, firing, observing
from workflow.apply_step import apply_step, record
from workflow.approvals import covered, fingerprint, to_jsonable
from workflow.approvals.signing import sign
from workflow.authorization import attempt, barred, known_side, may, unmet
from workflow.closing import closed_days
from workflow.errors import KeyReused, Refused
from workflow.guards import Actor, Refusal, StepContext
from workflow.idempotency import LATE, SIGNED, TAKEN_BACK, Done, Outcome, Pending, StepCall, replay
from workflow.models import Approval, Entry, Stateful
from workflow.sql import snapshot
from workflow.staleness import clock_acted_since, newest_change
from workflow.steps import step_of

__all__ = ["LATE", "SIGNED", "TAKEN_BACK", "Done", "Outcome", "Pending", "perform", "take_back"]

STALE = Refusal(
    "stale",
    "Somebody changed this while your page was open. What you typed is kept: read the new state, then send.",
)

CONTENT_CHANGED = Refusal(
    "content_changed", "The content is no longer what you saw. Read it again, then sign."
)


@observing.tells_refusals
def perform(
    subject: Stateful,
    step: str,
    *,
    actor: Actor,
    now: datetime | None = None,
    inputs: Mapping[str, Any] | None = None,
    seen: int | None = None,
    key: str | None = None,
    content: str | None = None,
) -> Outcome:
    """Take one step, or record one of the signatures that it needs.

    `inputs` reach the step as plain JSON values. `seen` is the index of the newest entry about the subject that the
    person could open (`staleness.newest_seen`): the form is stale, and refused, if the subject changed since and the
    person's side may know of it. `content` is the fingerprint of what a signer saw (APPROVALS.md §2), with the inputs
    or, if the signer types them, without. `key` makes the call idempotent for this actor: the same key returns the same
    outcome (a refusal that left no record is no outcome, and the call may be repeated). `now` is accepted only
    if the settings allow time travel. On success, `subject` has the new values. May run inside an outer transaction,
    which then decides whether anything is kept.

    Raises: Refused with every unmet condition; UnknownStep; KeyReused; TimeTravelForbidden.
    """
    if now is not None:
        clock.require_time_travel()
    facts = step_of(type(subject), step)
    call = StepCall(facts, actor, to_jsonable(inputs or {}), now, seen, key or None, content)
    try:
        with transaction.atomic(), closed_days.read_once():
            outcome = _attempt(subject, call)
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") == "entry_key":
            raise KeyReused("This key was used for another step at the same moment.") from error
        raise
    if isinstance(outcome, Refused):
        raise outcome
    _refresh(subject, outcome.subject)
    return outcome


def take_back(subject: Stateful, step: str, *, actor: Actor, now: datetime | None = None) -> bool:
    """Take back the actor's own open signature under `step` and record that; return False if there is none.

    Raises: UnknownStep; TimeTravelForbidden.
    """
    if now is not None:
        clock.require_time_travel()
    facts = step_of(type(subject), step)
    if actor.id is None:
        return False
    with transaction.atomic():
        heads = snapshot.lock(subject.log_ids())
        current = snapshot.read(subject, actor, heads)
        mine = Approval.objects.filter(subject_id=subject.pk, step=step, actor=actor.id, state="open")
        taken = mine.first()
        if taken is None:
            return False
        Approval.objects.filter(pk=taken.pk).update(state=Approval.State.TAKEN_BACK)
        context = StepContext(
            actor, snapshot.instant(heads, now or current.now), details={"digest": taken.digest}
        )
        record(current.row, facts, context, heads, event=facts.event + TAKEN_BACK)
    return True


def _attempt(subject: Stateful, call: StepCall) -> Outcome | Refused:
    """Run one call under the matter's locks. If it returns Refused, something else was written and must commit."""
    key, below = call.stored_key, call.facts.locks_below
    heads, current = snapshot.lock_and_read(subject, call.actor, key, below=below)
    if current.existing_entry_id is not None:
        return replay(current, call)
    now = snapshot.instant(heads, call.now or current.now)
    before, fired = current.row.version, False
    if current.next_due_at is not None and current.next_due_at <= now:
        fired = firing.fire_overdue(heads, now)
        current = snapshot.read(subject, call.actor, heads)
    try:
        context = _judge(current.row, call, now, heads)
    except Refused as refused:
        late = _came_late(current.row, call, before, now)
        if late:
            note = StepContext(call.actor, now, details={"codes": list(refused.codes)})
            asked = call.fingerprint(current.row)
            record(current.row, call.facts, note, heads, event=LATE, key=call.stored_key, asked=asked)
        elif not fired:
            raise
        return Refused(refused.refusals, recorded=late)
    if not fired:
        return _take(current, call, context, heads)
    try:
        with transaction.atomic():  # a child that refuses must not undo what the clock did
            return _take(current, call, context, heads)
    except Refused as refused:
        return refused


def _judge(row: Any, call: StepCall, now: datetime, heads: snapshot.Heads) -> StepContext:
    """Check the step and return its context. Writes nothing. Raises: Refused."""
    facts = call.facts
    context = attempt(row, facts, call.actor, now, call.inputs)
    if call.seen is not None and may(facts, context) and _is_stale(row, call.seen, context, heads):
        raise Refused([STALE, *barred(row, facts, context)])
    refusals = unmet(row, facts, context)
    if not refusals and call.content is not None:
        side = known_side(row, context)
        shown = [covered(row, facts.name, inputs, side=side) for inputs in (call.inputs, {})]
        refusals = [] if call.content in map(fingerprint, shown) else [CONTENT_CHANGED]
    if refusals:
        raise Refused(refusals)
    return context


def _is_stale(row: Any, seen: int, context: StepContext, heads: snapshot.Heads) -> bool:
    """Whether the subject changed after the entry that the person saw, as far as the person's side may know."""
    is_newest = seen + 1 >= heads[row.log_id].size  # nothing in the log can be newer: no need to look
    return not is_newest and newest_change(row, _sides(context)) > seen


def _sides(context: StepContext) -> set[str]:
    """Return the sides of the roles that let the actor take the step."""
    return {held.side for held in context.held_roles if held.side}


def _take(current: snapshot.Snapshot, call: StepCall, context: StepContext, heads: snapshot.Heads) -> Outcome:
    """Take the step, or sign it. Raises: Refused if a child's step is refused; part of the step is written by then."""
    if call.facts.quorum is not None and context.actor.id is not None:
        return sign(current, context, call, heads)
    key, asked = call.stored_key, call.fingerprint(current.row)
    entry = apply_step(current, call.facts, context, heads, key=key, asked=asked)
    return Done(current.row, entry.index)


def _came_late(row: Any, call: StepCall, before: int, now: datetime) -> bool:
    """Whether the clock took a step, now or since the person saw the subject, so that the attempt is recorded.

    It is recorded once for each person and step until the subject changes again, and only for people who may take the
    step: nobody else can make the log grow.
    """
    context = attempt(row, call.facts, call.actor, now)
    if not may(call.facts, context):
        return False
    sides = _sides(context)
    if before == row.version and (call.seen is None or not clock_acted_since(row, call.seen, sides)):
        return False
    recorded = Entry.objects.filter(log=row.log_id, subject_id=row.pk, event=LATE, step=call.facts.name)
    since = recorded.filter(actor=row.label_of(call.actor), index__gt=newest_change(row, sides))
    return not since.exists()


def _refresh(subject: Stateful, fresh: Stateful) -> None:
    """Copy the new values to the caller's instance, and drop the related objects that it had cached."""
    for column in fresh._meta.concrete_fields:
        vars(subject)[column.attname] = getattr(fresh, column.attname)
        if column.is_relation:
            subject._state.fields_cache.pop(column.name, None)
    vars(subject).pop("_prefetched_objects_cache", None)
