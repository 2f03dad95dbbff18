"""Whether an actor may take a step now, with every reason why not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workflow.creating.declaring import Creation
from workflow.guards import Actor, Refusal, StepContext, refusals
from workflow.steps import Step, states_of

MOST_NAMED = 3
"""How many of the states that a step starts from a refusal names. It names none if there are more."""


def attempt(
    row: Any, facts: Step, actor: Actor, now: datetime, inputs: Mapping[str, Any] | None = None
) -> StepContext:
    """Return the context of one attempt at a step, with the roles that let the actor take it."""
    held_roles = tuple(held for held in row.held_roles if held.allows(facts.who, leaves=facts.leaves))
    return StepContext(actor, now, held_roles, inputs or {})


def may(facts: Step | Creation, context: StepContext) -> bool:
    """Whether the actor holds a role that may take the step or create the row; for the clock, if the clock may."""
    if context.actor.id is None:
        return facts.by_clock
    return context.has_role(*facts.who)


def unmet(row: Any, facts: Step, context: StepContext) -> list[Refusal]:
    """Return every unmet condition of a step that an actor asks for: state and role, or else all guards and checks."""
    return barred(row, facts, context) or refusals(facts.judged, row, context)


def barred(row: Any, facts: Step, context: StepContext) -> list[Refusal]:
    """Return what prevents the step before any guard is asked: the state, or a missing role.

    Callers without the role see only the state visible to their side; people who hold no role here see no state.
    """
    if may(facts, context):
        return [] if str(row.state) in facts.sources else [wrong_state(row, facts, context)]
    theirs = Refusal("not_your_role", f"“{facts.label}” is for other people in this matter.")
    if str(known_state(row, context)) in facts.sources or (
        context.actor.id is not None and not row.held_roles
    ):
        return [theirs]
    return [wrong_state(row, facts, context), theirs]


def known_side(row: Any, context: StepContext) -> str:
    """Return the side for which this actor reads the subject, or an empty string for whoever has no role here."""
    held = context.held_roles or row.held_roles
    return held[0].side if held else ""


def known_state(row: Any, context: StepContext) -> Any:
    """Return the state as this actor may know it."""
    return row.state if context.actor.id is None else row.visible_state(known_side(row, context))


def wrong_state(row: Any, facts: Step, context: StepContext) -> Refusal:
    """Return the refusal that names the state, as the actor's side sees it, and where the step starts from."""
    labels = states_of(type(row))
    state = known_state(row, context)
    starts = " or ".join(f"“{labels[source]}”" for source in facts.sources)
    needs = f"needs {starts}" if len(facts.sources) <= MOST_NAMED else "is not possible then"
    return Refusal("wrong_state", f"This is “{labels[str(state)]}” now; “{facts.label}” {needs}.")
