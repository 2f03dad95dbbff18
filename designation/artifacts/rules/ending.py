"""Who certifies a destruction, and who attests that no copy is kept."""

from __future__ import annotations

from typing import Any

from designation.roles import Role
from workflow.guards import Pass, Refusal, StepContext, Verdict


def has_not_evaluated_here(destruction: Any, context: StepContext) -> Verdict:
    """A custodian who read in the window cannot certify its destruction."""
    if not destruction.window.grants.filter(person=context.actor.id).exists():
        return Pass()
    return Refusal(
        "evaluated_here", "You were named as an evaluator of this window, so another custodian certifies."
    )


def answers_for_the_holder(attestation: Any, context: StepContext) -> Verdict:
    """The person attests, or an official or partner administrator of their organization in their place."""
    if context.actor.id == attestation.grant.person_id:
        return Pass()
    agency = str(attestation.grant.person.office.organization_id)
    officials = (Role.APPROVING_OFFICIAL, Role.PARTNER_ADMINISTRATOR)
    if any(one.role in officials and one.organization == agency for one in context.held_roles):
        return Pass()
    return Refusal("another_agency", "The person attests, or an approving official of the same agency.")


def statement_confirmed(_attestation: Any, context: StepContext) -> Verdict:
    """The statement must be confirmed."""
    if context.inputs.get("no_copies") is True:
        return Pass()
    return Refusal("not_confirmed", "Confirm that nothing is kept.", about="no_copies")
