"""The one door: `perform` is the only writer of state, `create` the only way in.

`perform` locks the matter's logs, reads the subject anew, fires what is overdue in the matter, judges roles and
guards, collects signatures where the step needs several, and writes everything in one statement. What always holds:
state, entry, deadlines and messages commit together or not at all; a refusal carries every unmet condition; from
`due_at` on the timer wins, and what the clock did stands even when the step that was asked for is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from workflow import clock, deadlines, firing, outbox, reading, statement
from workflow.approvals import Signer, digest, plain
from workflow.errors import KeyReused, Refused
from workflow.guards import CLOCK, Act, Actor, Refusal
from workflow.judging import standing_signatures, unmet, wrong_state
from workflow.ledger import canonical
from workflow.ledger.append import Happening, append
from workflow.models import Approval, Entry, Log, Stateful
from workflow.steps import Step, initial_state, step_of
from workflow.taking import record, take

SIGNED = ".signed"
TAKEN_BACK = ".taken_back"
LATE = "late_attempt"


@dataclass(frozen=True)
class Done:
    """The step was taken. `index` is the number of its entry; `replayed` says an idempotency key brought it back."""

    subject: Any
    index: int
    replayed: bool = False


@dataclass(frozen=True)
class Pending:
    """The signature was recorded; `missing` says who still has to sign the content with this `digest`."""

    subject: Any
    index: int
    digest: str
    missing: tuple[Refusal, ...] = ()
    replayed: bool = False


Outcome = Done | Pending


@dataclass
class Asked:
    """One call of `perform`, as it travels through the functions below."""

    facts: Step
    actor: Actor
    inputs: Mapping[str, Any]
    now: datetime | None = None
    version: int | None = None
    key: str | None = None
    content: str | None = None
    heads: reading.Heads = field(default_factory=dict)

    def fingerprint(self, subject: Stateful) -> str:
        """Return what an idempotency key stands for: the subject, the step and the inputs."""
        if self.key is None:
            return ""
        asked = [subject.machine(), str(subject.pk), self.facts.name, plain(self.inputs)]
        return hashlib.sha256(canonical.encode(asked)).hexdigest()


def perform(
    subject: Stateful,
    step: str,
    *,
    actor: Actor,
    now: datetime | None = None,
    inputs: Mapping[str, Any] | None = None,
    version: int | None = None,
    key: str | None = None,
    content: str | None = None,
) -> Outcome:
    """Take one step, or record one of the signatures that it needs.

    `inputs` reach the step as plain JSON values. `version` is the version that the person saw: a stale form is
    refused. `content` is the digest that a signer saw. `key` makes the call idempotent for this actor: the same key
    brings the same outcome back. `now` is accepted only where the settings allow time travel. On success `subject`
    carries the new values. May run inside an outer transaction, which then decides whether anything lasts.

    Raises: Refused with every unmet condition; UnknownStep; KeyReused; TimeTravelForbidden.
    """
    if now is not None:
        clock.require_time_travel()
    asked = Asked(step_of(type(subject), step), actor, plain(inputs or {}), now, version, key, content)
    try:
        with transaction.atomic():
            outcome = _attempt(subject, asked)
    except IntegrityError as error:
        if "entry_key" in str(error):
            raise KeyReused("This key was used for another step at the same moment.") from error
        raise
    if isinstance(outcome, Refused):
        raise outcome
    _refresh(subject, outcome.subject)
    return outcome


def create(
    subject: Stateful,
    *,
    actor: Actor,
    event: str,
    now: datetime | None = None,
    within: Act | None = None,
    audience: str = "all",
    details: Mapping[str, Any] | None = None,
    sets: Sequence[deadlines.Sets] = (),
) -> None:
    """Bring a subject into being in its initial state, with its entry, messages and first deadlines.

    A subject without a log becomes the root of a new matter, whose log has the subject's own id. An effect that
    creates passes its act as `within`. Whether the actor may do this is for the calling action to judge.
    """
    if now is not None:
        clock.require_time_travel()
    with transaction.atomic():
        if subject.log_id is None:
            subject.log = Log.objects.create(id=subject.pk, machine=subject.machine())
        heads = within.heads if within else reading.lock([subject.log_id])
        at = within.now if within else now or clock.now()
        act = Act(actor, at, details=dict(plain(details or {})), heads=heads)
        happening = Happening(
            machine=subject.machine(),
            subject_id=subject.pk,
            version=0,
            step="",
            event=event,
            source="",
            target=initial_state(type(subject)),
            actor=actor.label,
            audience=audience,
            details=act.details,
            personal={} if actor.id is None else {"actor_name": actor.name},
        )
        head = heads[subject.log_id]
        entry = append(head, happening, at)
        _changed, added = deadlines.apply(sets, [], subject, act, ends=False)
        messages = outbox.messages_for(event)
        statement.write(
            statement.Writing(row=subject, head=head, entry=entry, deadlines_added=added, messages=messages)
        )
        subject.save(force_insert=True)


def take_back(subject: Stateful, step: str, *, actor: Actor, now: datetime | None = None) -> bool:
    """Take back the actor's own open signature under `step`, on the record; False where there is none."""
    facts = step_of(type(subject), step)
    with transaction.atomic():
        heads = reading.lock(subject.log_ids())
        seen = reading.read(subject, actor)
        mine = Approval.objects.filter(subject_id=subject.pk, step=step, actor=actor.id, state="open")
        taken = mine.update(state=Approval.State.TAKEN_BACK)
        if taken:
            record(seen.row, facts, Act(actor, now or seen.now), heads, event=facts.event + TAKEN_BACK)
    return bool(taken)


def _attempt(subject: Stateful, asked: Asked) -> Outcome | Refused:
    """Run one call under the matter's locks. A returned Refused leaves a record that must commit."""
    asked.heads = reading.lock(subject.log_ids())
    seen = reading.read(subject, asked.actor, asked.key)
    if seen.seen is not None:
        return _replay(seen, asked)
    now = asked.now or seen.now
    fired = False
    if seen.next_due_at is not None and seen.next_due_at <= now:
        fired = firing.fire_overdue(subject.log_id, asked.heads, now)
        asked.heads = reading.lock(subject.log_ids())
        seen = reading.read(subject, asked.actor)
    try:
        if not fired:
            return _judge(seen, asked, now)
        with transaction.atomic():  # a refusal must not undo what the clock did
            return _judge(seen, asked, now)
    except Refused as refused:
        if not fired and not _beaten_by_clock(seen.row, asked):
            raise
        late = Act(asked.actor, now, details={"codes": list(refused.codes)})
        record(seen.row, asked.facts, late, reading.lock(subject.log_ids()), event=LATE)
        return Refused(refused.refusals, recorded=True)


def _judge(seen: reading.Reading, asked: Asked, now: datetime) -> Outcome:
    """Judge the step and take it, or record the signature. Raises: Refused, before anything is written."""
    row, facts = seen.row, asked.facts
    if asked.version is not None and asked.version != row.version:
        raise Refused(_stale(row, facts))
    act = Act(asked.actor, now, row.standing, asked.inputs)
    refusals = unmet(row, facts, act)
    if refusals:
        raise Refused(refusals)
    if facts.quorum is not None and act.actor.id is not None:
        return _sign(seen, act, asked)
    entry = take(seen, facts, act, asked.heads, key=asked.key, asked=asked.fingerprint(row))
    return Done(row, entry.index)


def _stale(row: Any, facts: Step) -> list[Refusal]:
    reason = "Somebody changed this while your page was open. What you typed is kept: read the new state, then send."
    moved_on = [] if str(row.state) in facts.sources else [wrong_state(row, facts)]
    return [Refusal("stale", reason), *moved_on]


def _sign(seen: reading.Reading, act: Act, asked: Asked) -> Outcome:
    """Count this signature with those that still hold; take the step when the quorum is complete."""
    row, facts, quorum = seen.row, asked.facts, asked.facts.quorum
    assert quorum is not None and act.actor.id is not None
    seal = digest(row, facts.name, asked.inputs)
    if asked.content is not None and asked.content != seal:
        reason = "The content is no longer what you saw. Read it again, then sign."
        raise Refused([Refusal("content_changed", reason)])
    earlier = standing_signatures(row, facts, seal, act.now, skip=act.actor.id)
    me = Signer(act.actor.id, act.actor.name, act.standing, act.now)
    act.signers = (*(signer for _approval, signer in earlier), me)
    act.details["digest"] = seal
    missing = quorum.missing(row, act.signers)
    if not missing:
        act.details["signers"] = [{"actor": str(s.actor), "at": canonical.instant(s.at)} for s in act.signers]
        used = [approval.pk for approval, _signer in earlier]
        entry = take(seen, facts, act, asked.heads, key=asked.key, asked=asked.fingerprint(row), used=used)
        return Done(row, entry.index)
    signature = statement.Signature(
        step=facts.name,
        version=row.version,
        digest=seal,
        inputs=dict(asked.inputs),
        actor=act.actor.id,
        actor_name=act.actor.name,
        standing=[vars(standing) for standing in act.standing],
        at=act.now,
        expires_at=act.now + quorum.expires_after,
    )
    event, asked_for = facts.event + SIGNED, asked.fingerprint(row)
    entry = record(
        row, facts, act, asked.heads, event=event, signature=signature, key=asked.key, asked=asked_for
    )
    return Pending(row, entry.index, seal, tuple(missing))


def _replay(seen: reading.Reading, asked: Asked) -> Outcome:
    """Return the outcome that this key brought about before. Raises: KeyReused for anything but the same call."""
    entry = Entry.objects.get(pk=seen.seen)
    if entry.asked != asked.fingerprint(seen.row):
        raise KeyReused("This key was used before, for something else.")
    if entry.event.endswith(SIGNED):
        return Pending(seen.row, entry.index, str(entry.details.get("digest", "")), replayed=True)
    return Done(seen.row, entry.index, replayed=True)


def _beaten_by_clock(row: Any, asked: Asked) -> bool:
    """Whether the version that the person saw was ended by the clock: then the late attempt is recorded."""
    if asked.version is None or asked.version >= row.version:
        return False
    return Entry.objects.filter(subject_id=row.pk, version=asked.version + 1, actor=CLOCK.label).exists()


def _refresh(subject: Stateful, fresh: Stateful) -> None:
    """Give the caller's instance the values that the step left."""
    for column in fresh._meta.concrete_fields:
        vars(subject)[column.attname] = getattr(fresh, column.attname)
        if column.is_relation:
            subject._state.fields_cache.pop(column.name, None)
