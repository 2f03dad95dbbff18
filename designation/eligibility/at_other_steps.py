"""What eligibility asks of steps of earlier packages: giving a role, and opening an account again."""

from __future__ import annotations

from typing import Any

from designation.eligibility.kinds import Kind
from designation.eligibility.models import EligibilityRecord
from designation.eligibility.rules import LAST_ACCOUNT
from designation.people.rules.organizations import person_of
from designation.policies.models import Policy
from workflow.guards import Pass, Refusal, StepContext, Verdict


def identity_is_verified(appointment: Any, context: StepContext) -> Verdict:
    """A role that policy gives only to people of verified identity waits for that record."""
    policy = Policy.in_force(context.now)
    if policy is None or appointment.role not in policy.value("identity_roles"):
        return Pass()
    held = EligibilityRecord.counting(context.now)
    if held.filter(person=appointment.person_id, kind=Kind.IDENTITY).exists():
        return Pass()
    return Refusal(
        "identity_not_verified",
        "The policy in force gives this role only to people whose identity is verified. Enter an eligibility record of "
        "their identity proofing first.",
        about="role",
    )


def no_other_account_is_open(organization: Any, context: StepContext) -> Verdict:
    """An account is not opened again while the same person has another one."""
    person = person_of(organization, context)
    own = EligibilityRecord.objects.filter(person=person, kind=Kind.IDENTITY).exclude(state="declined")
    others = (other for record in own for other in record.others_of_this_identity())
    if person is not None and any(other.is_active for other in others):
        return Refusal("second_account", LAST_ACCOUNT)
    return Pass()
