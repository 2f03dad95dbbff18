"""Which steps an actor could take now, or rows create, and what prevents them.

This is the source of buttons, API links and task lists.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflow import clock
from workflow.approvals import Signer
from workflow.approvals.standing import covers
from workflow.authorization import attempt, known_side, may
from workflow.creating import create
from workflow.creating.declaring import Creation, creation_of
from workflow.guards import Actor, HeldRole, Refusal, refusals
from workflow.models import Approval, Stateful
from workflow.steps import Step, steps_of


@dataclass(frozen=True)
class Affordance:
    """One step that starts from the present state and is for this actor's role.

    `refusals` say why it cannot be taken now. `signatures` are those that people already gave for the subject's present
    content, oldest first; `mine` is the actor's own. `label` names the step for this actor and this subject.
    """

    step: Step
    refusals: tuple[Refusal, ...]
    signatures: tuple[Approval, ...] = ()
    mine: Approval | None = None
    label: str = ""

    @property
    def agree(self) -> bool:
        """Whether everyone who signed so far signed the same content."""
        return all(signature.inputs == self.signatures[0].inputs for signature in self.signatures)

    @property
    def allowed(self) -> bool:
        """Whether the actor can take or sign the step now; to sign again, others must have signed other content."""
        return not self.refusals and (self.mine is None or not self.agree)

    @property
    def inputs(self) -> dict[str, Any]:
        """The inputs that another person signed last, for this signer to read."""
        return {} if self._offered is None else dict(self._offered.inputs)

    @property
    def _offered(self) -> Approval | None:
        others = [signature for signature in self.signatures if signature is not self.mine]
        return others[-1] if others else self.mine


@dataclass(frozen=True)
class CreationAffordance:
    """A creation that is for this actor's role; `refusals` say why it is not possible now."""

    creation: Creation
    refusals: tuple[Refusal, ...]

    @property
    def allowed(self) -> bool:
        """Whether the actor can do it now, as far as that can be said without inputs."""
        return not self.refusals


def creation_affordance(
    model: type[Stateful], name: str, on: Any, actor: Actor, *, now: datetime | None = None
) -> CreationAffordance | None:
    """Return one creation on a row that was read with this actor's roles, or None if it is for other people.

    Guards are asked, checks of inputs are not.
    """
    facts = creation_of(model, name)
    context = create.attempt(model, facts, on, actor, now or clock.now())
    if create.barred(facts, context):
        return None
    return CreationAffordance(facts, tuple(refusals(facts.guards, on, context)))


def affordances(
    subject: Stateful,
    actor: Actor,
    *,
    now: datetime | None = None,
    only: Collection[str] | None = None,
    approvals: Iterable[Approval] | None = None,
) -> list[Affordance]:
    """Return the steps that start from the subject's present state and are for this actor, in the order of the class.

    `only` names the steps to look at; by default all. Guards are asked, checks of inputs are not. `subject` should be
    read through `with_roles` for this actor; if it was not, it is read here. A page with many subjects reads their open
    approvals once (`open_approvals`) and passes them.
    """
    row = _read_for(subject, actor)
    at = now or clock.now()
    mine = [
        facts
        for facts in steps_of(type(row)).values()
        if (only is None or facts.name in only)
        and str(row.state) in facts.sources
        and may(facts, attempt(row, facts, actor, at))
    ]
    signed: dict[str, list[Approval]] = {}
    if any(facts.quorum for facts in mine):
        for approval in open_approvals(row.log_id, at) if approvals is None else approvals:
            if approval.subject_id == row.pk and covers(row, approval):
                signed.setdefault(approval.step, []).append(approval)
    return [_afford(row, facts, actor, at, signed.get(facts.name, [])) for facts in mine]


def missing_after(
    subject: Any, facts: Step, given: Iterable[Approval], actors: Iterable[Actor], now: datetime
) -> list[Refusal]:
    """Return what a step that needs several people would still lack if these actors signed it now, with `given`."""
    if facts.quorum is None:
        return []
    signers = {
        one.actor: Signer(
            one.actor, one.actor_name, tuple(HeldRole(**held) for held in one.held_roles), one.at
        )
        for one in given
    }
    for actor in actors:
        if actor.id is not None:
            held = attempt(_read_for(subject, actor), facts, actor, now).held_roles
            signers[actor.id] = Signer(actor.id, actor.name, held, now)
    return facts.quorum.missing(subject, tuple(signers.values()))


def _read_for(subject: Any, actor: Actor) -> Any:
    """Return a subject with the actor's roles in relation to it: the row itself, if it was read so."""
    if getattr(subject, "roles_held_by", None) == ("" if actor.id is None else str(actor.id)):
        return subject
    return type(subject).with_roles(actor.id).get(pk=subject.pk)


def open_approvals(log_id: uuid.UUID, now: datetime) -> list[Approval]:
    """Return the signatures of a matter that had not expired at an instant, oldest first."""
    return list(Approval.objects.filter(log=log_id, state="open", expires_at__gt=now).order_by("at"))


def _afford(row: Any, facts: Step, actor: Actor, now: datetime, signed: list[Approval]) -> Affordance:
    context = attempt(row, facts, actor, now)
    found = tuple(refusals(facts.guards, row, context))
    mine = next((approval for approval in signed if approval.actor == actor.id), None)
    label = row.step_label(facts, known_side(row, context))
    return Affordance(facts, found, tuple(signed), mine, label)
