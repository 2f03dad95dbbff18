"""When a credential can be added, and who may have it shown."""

from __future__ import annotations

from typing import Any

from designation.artifacts.rules.shares import SHAREABLE_IN
from designation.windows.window_access import window_access
from workflow.guards import Pass, Refusal, StepContext, Verdict


def window_is_agreed(window: Any, _context: StepContext) -> Verdict:
    """Credentials are added to a window that both sides signed, until it closes."""
    if window.state in SHAREABLE_IN:
        return Pass()
    return Refusal(
        "window_not_agreed", "Credentials are added to a window that both sides signed, until it closes."
    )


def has_time_left(window: Any, context: StepContext) -> Verdict:
    """Nothing is added once the window's end has passed."""
    if window.ends_at is None or context.now < window.ends_at:
        return Pass()
    return Refusal("time_is_over", "The window's time has passed.")


def secret_is_given(_subject: Any, context: StepContext) -> Verdict:
    """A credential has a secret."""
    if context.inputs.get("encrypted"):
        return Pass()
    return Refusal("secret_missing", "Enter the secret.", about="secret")


def access_is_open(credential: Any, context: StepContext) -> Verdict:
    """The person must have access to the window now, and have accepted the agreement that is in force."""
    return window_access(context.actor.id, credential.window, context.now) or Pass()


def is_for_the_actor(credential: Any, context: StepContext) -> Verdict:
    """A credential for one person is shown to that person alone."""
    if credential.grant is None or credential.grant.person_id == context.actor.id:
        return Pass()
    return Refusal("for_another_person", "This credential is for another evaluator.")
