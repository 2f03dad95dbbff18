"""Whether an actor may take a step now, with every reason why not, and whose signatures still count."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from workflow.approvals import Signer
from workflow.guards import Act, Actor, Refusal, refusals
from workflow.models import Approval
from workflow.steps import Step, states_of


def unmet(row: Any, facts: Step, act: Act) -> list[Refusal]:
    """Return every unmet condition of a step that is really asked for: state, role, then all guards and checks.

    Narrows `act.standing` to the roles that let the actor take this step.
    """
    found = [] if str(row.state) in facts.sources else [wrong_state(row, facts)]
    if not may(facts, act):
        return [*found, Refusal("not_your_role", f"“{facts.label}” is for other people in this matter.")]
    act.standing = narrowed(facts, act)
    return found or refusals(facts.judged, row, act)


def may(facts: Step, act: Act) -> bool:
    """Whether the actor holds a role that may take the step (the clock: whether the step is its own)."""
    if act.actor.id is None:
        return facts.by_clock
    return act.has_role(*facts.who)


def narrowed(facts: Step, act: Act) -> Any:
    """Return the roles that let the actor take this step."""
    return tuple(standing for standing in act.standing if standing.role in facts.who)


def wrong_state(row: Any, facts: Step) -> Refusal:
    """Return the refusal that names the state the subject is in and those that the step starts from."""
    labels = states_of(type(row))
    starts = " or ".join(f"“{labels[source]}”" for source in facts.sources)
    return Refusal("wrong_state", f"This is “{labels[str(row.state)]}” now; “{facts.label}” needs {starts}.")


def standing_signatures(
    row: Any, facts: Step, seal: str, now: datetime, *, skip: uuid.UUID | None
) -> list[tuple[Approval, Signer]]:
    """Return the earlier signatures that still count: same content, unexpired, and each signer judged again now."""
    open_ones = Approval.objects.filter(
        subject_id=row.pk, step=facts.name, digest=seal, version=row.version, state="open", expires_at__gt=now
    )
    kept = []
    for approval in open_ones.exclude(actor=skip).order_by("at"):
        then = type(row).with_roles(approval.actor).get(pk=row.pk)
        actor = Actor(approval.actor, approval.actor_name, authenticated_at=now)
        act = Act(actor, now, then.standing, approval.inputs)
        if not unmet(row, facts, act):
            kept.append((approval, Signer(approval.actor, approval.actor_name, act.standing, approval.at)))
    return kept
