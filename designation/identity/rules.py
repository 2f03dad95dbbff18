"""Rules about resetting how somebody signs in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from workflow.deadlines import Due
from workflow.guards import Pass, Refusal, StepContext, Verdict

LIFETIME = timedelta(days=3)


def is_of_the_organization(_organization: Any, context: StepContext) -> Verdict:
    """Administrators reset people of their own organization only."""
    new = context.proposed
    if new.person.office.organization_id == new.organization_id and new.person.is_active:
        return Pass()
    return Refusal("no_open_account", "There is no open account of this person in this organization.")


def is_about_somebody_else(_organization: Any, context: StepContext) -> Verdict:
    """Nobody asks for a reset of their own ways to sign in."""
    if context.proposed.person_id != context.actor.id:
        return Pass()
    return Refusal("own_reset", "Nobody resets their own ways to sign in. Ask another administrator.")


def signs_for_somebody_else(reset: Any, context: StepContext) -> Verdict:
    """Nobody signs for a reset of their own ways to sign in."""
    if reset.person_id != context.actor.id:
        return Pass()
    return Refusal("own_reset", "Nobody resets their own ways to sign in. Ask another administrator.")


def reset_is_the_only_one(_organization: Any, context: StepContext) -> Verdict:
    """One reset of a person waits for signatures at a time."""
    if not context.proposed.others_asked().exists():
        return Pass()
    return Refusal("reset_asked", "A reset for this person waits for signatures already. Sign that one.")


def something_is_set_up(_organization: Any, context: StepContext) -> Verdict:
    """There must be a passkey, an authenticator app or a recovery code to remove."""
    if context.proposed.has_ways():
        return Pass()
    return Refusal(
        "nothing_set_up", "This person has no passkey and no authenticator app. There is nothing to reset."
    )


def end_of_asking(_reset: Any, context: StepContext) -> Due:
    """A reset waits three days for its signatures."""
    return Due(context.now + LIFETIME)
