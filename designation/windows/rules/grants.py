"""Who may accept, suspend and end a grant."""

from __future__ import annotations

from typing import Any

from designation.roles import Role
from designation.windows.rules.windows import DEVELOPERS
from workflow.guards import Pass, Refusal, StepContext, Verdict


def is_the_person_named(grant: Any, context: StepContext) -> Verdict:
    """Only the person who is named may accept."""
    if context.actor.id == grant.person_id:
        return Pass()
    return Refusal("another_person", "Only the person who is named can accept.")


def still_an_evaluator(grant: Any, _context: StepContext) -> Verdict:
    """A named evaluator must hold the evaluator role at an agency that the terms name."""
    if grant.person_is_eligible():
        return Pass()
    return Refusal("not_eligible", "This person is no active evaluator of an agency that the terms name.")


def is_not_the_person_named(grant: Any, context: StepContext) -> Verdict:
    """A person who was suspended may not help to lift the suspension."""
    if context.actor.id != grant.person_id:
        return Pass()
    return Refusal("own_suspension", "This is about you, so another person of your side has to agree.")


def terms_are_new_to_the_person(grant: Any, _context: StepContext) -> Verdict:
    """Only terms that the evaluator has not accepted yet can be accepted."""
    if not grant.has_agreed:
        return Pass()
    return Refusal("accepted_already", "You accepted the present version of the terms.")


def person_accepted_the_terms(grant: Any, _context: StepContext) -> Verdict:
    """A suspension is lifted only for an evaluator who accepted the present version of the terms."""
    if grant.has_agreed:
        return Pass()
    return Refusal(
        "terms_not_accepted", "The terms changed meanwhile. The evaluator has to accept them first."
    )


def conditions_accepted(_grant: Any, context: StepContext) -> Verdict:
    """An evaluator must accept the conditions of use before access begins."""
    if context.inputs.get("conditions") is True:
        return Pass()
    return Refusal("conditions_not_accepted", "Confirm that you accept the terms of this window.")


def answers_for_the_person(grant: Any, context: StepContext) -> Verdict:
    """Access ends by the developer, an insider-risk officer, the person, or an official of their organization."""
    if (
        context.has_role(*DEVELOPERS, Role.INSIDER_RISK_OFFICER)
        or context.cascaded
        or context.actor.id is None
    ):
        return Pass()
    agency = str(grant.person.office.organization_id)
    officials = (Role.APPROVING_OFFICIAL, Role.PARTNER_ADMINISTRATOR)
    own = any(one.role in officials and one.organization == agency for one in context.held_roles)
    if own or context.actor.id == grant.person_id:
        return Pass()
    return Refusal(
        "another_agencys_evaluator",
        "This person evaluates for another agency. Ask an official of that agency, an insider-risk officer or the "
        "developer.",
    )
