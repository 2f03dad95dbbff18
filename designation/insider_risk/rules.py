"""Every refusal about suspensions. No rule writes."""

from __future__ import annotations

from typing import Any

from designation.insider_risk.scopes import OFFICER, PlacedAs, Scope
from designation.roles import Role
from workflow.approvals import Signer, Signers
from workflow.guards import Pass, Refusal, StepContext, Verdict

RESERVED = (
    "Insider-risk officers suspend people, organizations and artifacts. An organization's administrators, and a "
    "developer's security contacts, suspend their own people. A developer suspends its own artifacts."
)


def is_theirs_to_suspend(_subject: Any, context: StepContext) -> Verdict:
    """A person suspends only what is their own organization's, or what an insider-risk officer may know of."""
    if context.proposed.may_be_placed_by(context.actor.id):
        return Pass()
    return Refusal(
        "not_yours_to_suspend", "You can suspend only people and organizations that you may know of."
    )


def is_not_about_oneself(_subject: Any, context: StepContext) -> Verdict:
    """A person does not suspend themselves, because they could never help to lift it."""
    if context.proposed.scope != Scope.PERSON or context.proposed.person_id != context.actor.id:
        return Pass()
    return Refusal("about_yourself", "You cannot suspend your own access. Ask another person to do it.")


def is_not_suspended_yet(_subject: Any, context: StepContext) -> Verdict:
    """The insider-risk officers, or the organization, place one suspension of the same thing at a time."""
    earlier = context.proposed.twin()
    if earlier is None:
        return Pass()
    return Refusal("suspended_already", f"This is suspended already, by {earlier.number}.")


def colleagues_can_still_leave(_subject: Any, context: StepContext) -> Verdict:
    """Taking part is voluntary: someone at a developer must always be able to withdraw (Order §3(c))."""
    if context.proposed.leaves_someone_who_can_leave():
        return Pass()
    return Refusal(
        "nobody_could_leave",
        "This is the only person who can withdraw the developer's requests. Taking part is voluntary, so someone must "
        "always be able to. Have the developer give a colleague the role of certifying officer or security contact "
        "first, or suspend the artifacts or the access windows.",
    )


def artifact_can_be_read(artifact: Any, _context: StepContext) -> Verdict:
    """Only an artifact whose content is still held can be suspended."""
    if artifact.state in ("receiving", "sealed", "quarantined"):
        return Pass()
    return Refusal(
        "nothing_to_suspend", "Nobody can read this artifact any more, so there is nothing to suspend."
    )


def did_not_place_it(suspension: Any, context: StepContext) -> Verdict:
    """A person who placed a suspension does not help to lift it."""
    if context.actor.id != suspension.placed_by_id:
        return Pass()
    return Refusal("placed_it", "You placed this suspension, so two other people must lift it.")


def two_lift(suspension: Any, signers: Signers) -> list[Refusal]:
    """One person of each side, or two of the side that placed it, lift a suspension.

    The sides are the insider-risk officers and the organization concerned. The only person of a partner signs together
    with a roster administrator.
    """
    officers = [one for one in signers if one.holds(OFFICER)]
    roster = [one for one in signers if one.holds(Role.ROSTER_ADMINISTRATOR)]
    own = [one for one in signers if one not in officers and one not in roster]
    if suspension.is_of_one_person():
        return [] if len(officers) > 1 or (own and roster) else [_lacking_of_one_person(officers)]
    placing = officers if suspension.placed_as == PlacedAs.OFFICERS else own
    if (officers and own) or len(placing) > 1:
        return []
    return [_lacking(suspension, officers)]


def _lacking_of_one_person(officers: list[Signer]) -> Refusal:
    if officers:
        return Refusal("second_officer", "A second insider-risk officer must sign.")
    return Refusal(
        "partner_and_roster", "The partner's one person and a roster administrator must both sign."
    )


def _lacking(suspension: Any, officers: list[Signer]) -> Refusal:
    name = suspension.organization.name
    by_officers = suspension.placed_as == PlacedAs.OFFICERS
    if officers:
        reason = f"Someone of {name} must sign too" + (
            ", or a second insider-risk officer." if by_officers else "."
        )
        return Refusal("second_of_organization", reason)
    reason = "An insider-risk officer must sign too" + (
        "." if by_officers else f", or a second person of {name}."
    )
    return Refusal("second_officer", reason)
