"""Whom a reviewer or an approving official can name as an evaluator for a window, and when."""

from __future__ import annotations

from typing import Any

from workflow.guards import Pass, Refusal, StepContext, Verdict

NAMEABLE = ("proposed", "countered", "scheduled", "open", "suspended")
"""The states of a window in which evaluators are named."""


def is_agreed_or_being_agreed(window: Any, _context: StepContext) -> Verdict:
    """Evaluators are named for a window that is agreed or being agreed."""
    if window.state in NAMEABLE:
        return Pass()
    return Refusal("wrong_state", "Evaluators are named for a window that is agreed or being agreed.")


def has_time_left(window: Any, context: StepContext) -> Verdict:
    """Nobody is named once the window's end has passed."""
    if window.ends_at is None or context.now < window.ends_at:
        return Pass()
    return Refusal("window_over", "The window's time has passed.")


def is_an_evaluator(_window: Any, context: StepContext) -> Verdict:
    """The person must hold the evaluator role at an agency that the present terms let in."""
    if context.proposed.person_is_eligible():
        return Pass()
    return Refusal("not_eligible", "Choose an evaluator of an agency that the present terms name.")


def is_somebody_else(_window: Any, context: StepContext) -> Verdict:
    """People cannot name themselves."""
    if context.proposed.person_id != context.actor.id:
        return Pass()
    return Refusal("names_oneself", "Somebody else has to name you.")


def is_not_named_yet(window: Any, context: StepContext) -> Verdict:
    """A person can be named for a window only once at a time."""
    person = context.proposed.person
    if not window.grants.filter(person=person).exclude(state="ended").exists():
        return Pass()
    return Refusal("named_already", f"{person} is named for this window already.")


def has_not_signed(window: Any, context: StepContext) -> Verdict:
    """A person who wrote or signed terms in the matter may not evaluate under them."""
    if not window.terms_by(context.proposed.person_id).exists():
        return Pass()
    return Refusal("signed_here", "People who signed or wrote these terms cannot be evaluators.")
