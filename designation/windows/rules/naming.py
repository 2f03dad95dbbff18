"""Whom a reviewer or an approving official can name as an evaluator for a window, and when."""

from __future__ import annotations

from typing import Any

from designation.roles import Role
from workflow.guards import Pass, Refusal, StepContext, Verdict

NAMEABLE = ("proposed", "countered", "scheduled", "open", "suspended")
"""The states of a window in which evaluators are named."""


def names_own_people(window: Any, context: StepContext) -> Verdict:
    """The partner alone names the people of its early access, and nobody else's."""
    if context.has_role(Role.PARTNER_ADMINISTRATOR) == bool(window.partner_id):
        return Pass()
    return Refusal("names_others_people", "The partner names its own people for its early access.")


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
    """The person must be an evaluator of an agency that the present terms let in, or of the partner."""
    if context.proposed.person_is_eligible():
        return Pass()
    return Refusal("not_eligible", "Choose an evaluator of an agency that the present terms name.")


def is_somebody_else(window: Any, context: StepContext) -> Verdict:
    """People cannot name themselves, except the only person of a trusted partner."""
    own = context.proposed.person_id == context.actor.id
    if not own or (window.partner_id and window.partner.partner.is_one_person and window.has_one_evaluator()):
        return Pass()
    return Refusal("names_oneself", "Somebody else has to name you.")


def is_not_named_yet(window: Any, context: StepContext) -> Verdict:
    """A person can be named for a window only once at a time."""
    person = context.proposed.person
    if not window.grants.filter(person=person).exclude(state="ended").exists():
        return Pass()
    return Refusal("named_already", f"{person} is named for this window already.")


def has_not_signed(window: Any, context: StepContext) -> Verdict:
    """A person who wrote or signed terms in the matter may not evaluate under them, unless they are the partner's."""
    if window.partner_id or not window.terms_by(context.proposed.person_id).exists():
        return Pass()
    return Refusal("signed_here", "People who signed or wrote these terms cannot be evaluators.")


def fits_the_number_of_people(window: Any, _context: StepContext) -> Verdict:
    """An early access is for at most as many people as its terms say."""
    most = window.present_terms.get("people")
    if most is None or window.grants.exclude(state="ended").count() < int(most):
        return Pass()
    return Refusal(
        "enough_people",
        f"The terms allow {most} people. End the access of one of them first.",
        about="person",
    )
