"""Every refusal about emergency access. No rule writes."""

from __future__ import annotations

import uuid
from typing import Any

from designation.roles import DEVELOPER_ROLES, Role
from designation.windows.terms import allows_break_glass
from designation.windows.window_access import bridged_codes, window_access
from workflow.approvals import Signers, two_people_of_different_offices
from workflow.guards import Guard, Pass, Refusal, StepContext, Verdict, refusals

BY_GOVERNMENT = frozenset({Role.APPROVING_OFFICIAL, Role.INSIDER_RISK_OFFICER})
"""The government's roles that agree to emergency access."""
BY_DEVELOPER = frozenset({Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT})
"""The developer's roles that agree to emergency access."""
REVIEWERS = BY_GOVERNMENT | {Role.CUSTODIAN}
"""The roles that review emergency access afterward."""
ENDS_FOR_OTHERS = DEVELOPER_ROLES | {Role.INSIDER_RISK_OFFICER}
"""The roles that end anybody's emergency access."""


def terms_allow_it(window: Any, _context: StepContext) -> Verdict:
    """The terms in force must allow emergency access."""
    if window.terms is not None and allows_break_glass(window.terms.content):
        return Pass()
    return Refusal("not_in_the_terms", "The terms of this window do not allow emergency access.")


def window_is_open(window: Any, context: StepContext) -> Verdict:
    """Emergency access is possible only in an open window, before its end."""
    is_open = window.state == "open" and window.ends_at is not None
    if is_open and window.opens_at <= context.now < window.ends_at:
        return Pass()
    return Refusal("window_not_open", "Emergency access needs an open window.")


def helps_the_actor(window: Any, context: StepContext) -> Verdict:
    """Emergency access sets aside a missing agreement or training, and nothing else."""
    return _helps(window, context.actor.id, context)


def has_not_asked_yet(window: Any, context: StepContext) -> Verdict:
    """A person asks once at a time in a window."""
    if not window.break_glass.filter(
        grant__person=context.actor.id, state__in=["requested", "active"]
    ).exists():
        return Pass()
    return Refusal("asked_already", "You asked for emergency access in this window already.")


def office_owes_no_review(window: Any, context: StepContext) -> Verdict:
    """While a review of an office's earlier emergency access is overdue, nobody of that office can ask again."""
    if not window.break_glass.model.overdue_for(context.actor.id, context.now).exists():
        return Pass()
    return Refusal(
        "review_overdue",
        "The review of an earlier emergency access of your office is overdue. Your office can ask again once two "
        "people have reviewed it.",
    )


ON_THE_WINDOW: tuple[Guard, ...] = (terms_allow_it, window_is_open)


def is_still_possible(access: Any, context: StepContext) -> Verdict:
    """The window must still be open, and its terms must allow emergency access."""
    return tuple(refusals(ON_THE_WINDOW, access.window, context)) or Pass()


def still_helps(access: Any, context: StepContext) -> Verdict:
    """When the last person signs, nothing else may keep the evaluator from reading."""
    return _helps(access.window, access.grant.person_id, context)


def did_not_ask(access: Any, context: StepContext) -> Verdict:
    """A person does not agree to their own emergency access."""
    if context.actor.id != access.grant.person_id:
        return Pass()
    return Refusal("asked_for_it", "You asked for this access, so two other people must agree.")


def is_the_requester(access: Any, context: StepContext) -> Verdict:
    """Only the person who asked can take the request back."""
    if context.actor.id == access.grant.person_id:
        return Pass()
    return Refusal("another_asked", "Only the person who asked can take this back.")


def may_end_it(access: Any, context: StepContext) -> Verdict:
    """The developer, an insider-risk officer and the person themselves can end emergency access."""
    by_person = context.actor.id == access.grant.person_id
    if by_person or context.has_role(*ENDS_FOR_OTHERS) or context.cascaded or context.actor.id is None:
        return Pass()
    return Refusal("another_reads", "This is the emergency access of another evaluator.")


def was_not_part_of_it(access: Any, context: StepContext) -> Verdict:
    """People who asked for emergency access or agreed to it do not review it."""
    if context.actor.id not in {access.grant.person_id, *access.approved_by}:
        return Pass()
    return Refusal(
        "was_part_of_it", "You asked for this access or agreed to it, so two other people must review it."
    )


def findings_given(_access: Any, context: StepContext) -> Verdict:
    """A review says in words what was found."""
    if str(context.inputs.get("findings", "")).strip():
        return Pass()
    return Refusal("findings_missing", "Say what you found.", about="findings")


def one_of_each_side(_access: Any, signers: Signers) -> list[Refusal]:
    """One person of the developer and one of the government agree."""
    missing = []
    if not any(one.holds(*BY_DEVELOPER) for one in signers):
        reason = "The developer's certifying officer or security contact must sign too."
        missing.append(Refusal("developer_missing", reason))
    if not any(one.holds(*BY_GOVERNMENT) for one in signers):
        reason = "An approving official or an insider-risk officer must sign too."
        missing.append(Refusal("government_missing", reason))
    return missing


two_review = two_people_of_different_offices


def _helps(window: Any, person: uuid.UUID | None, context: StepContext) -> Verdict:
    against = window_access(person, window, context.now)
    bridged = bridged_codes(context.now)
    others = [one.reason for one in against if one.code not in bridged]
    if others:
        return Refusal("would_not_help", f"Emergency access would not help. {' '.join(others)}")
    return Pass() if against else Refusal("not_needed", "Nothing stands in the way of reading here now.")
