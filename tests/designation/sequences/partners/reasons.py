"""Why the plain model says no to a beginning (a nomination, a proposal, a name), and whose signatures still count."""

from __future__ import annotations

from typing import Any

from tests.designation.sequences.conditions import Asked
from tests.designation.sequences.partners.conditions import conditions_are_complete, fits, unmet
from tests.designation.sequences.partners.moves import TWO_ADMINISTRATORS
from tests.designation.sequences.partners.plain import Roster
from tests.designation.sequences.partners.things import (
    GONE,
    LIVE,
    OVER,
    Covered,
    EarlyAccess,
    Partner,
)
from tests.designation.sequences.plain import SIGNATURE_LASTS, Signature


def why_not_nominated(roster: Roster, facts: str, key: str, sponsor: Partner | None) -> set[str]:
    """Every reason against a nomination."""
    if not roster.roles[key] & {"roster_administrator", "certifying_officer", "approving_official"}:
        return {"not_your_role"}
    found = {"nominated_already"} if roster.twin(facts) else set()
    return found | ({"sponsor_not_active"} if sponsor and sponsor.state != "active" else set())


def why_not_reconsidered(roster: Roster, partner: Partner) -> set[str]:
    """Every reason against deciding once more, by others."""
    before = any(one.reconsiders is partner for one in roster.partners)
    once = partner.state == "declined" and partner.reconsiders is None and not before
    found = {"nominated_already"} if roster.twin(partner.facts) else set()
    return found if once else found | {"reconsidered_already"}


def why_not_proposed(roster: Roster, request: Covered, partner: Partner, asked: Asked) -> set[str]:
    """Every reason against the first proposal of a partner."""
    held = roster.roles_for(asked.key, request)
    if not held & {"certifying_officer", "approving_official"}:
        return {"not_your_role"}
    found = set() if request.is_covered else {"not_covered"}
    if partner.state in (*GONE, "suspended", "expired"):
        found.add("not_available")
    if any(one.partner is partner and one.state not in OVER for one in request.selections):
        found.add("proposed_already")
    found |= set(conditions_are_complete(roster, None, asked).split())
    return found | set(fits(roster, request, asked.inputs["conditions"]["ends"]).split())


def why_not_named(roster: Roster, early: EarlyAccess, key: str, person: str) -> set[str]:
    """Every reason against naming somebody for an early access."""
    held = roster.roles_for(key, early)
    if not held & {"partner_administrator", "approving_official", "reviewer"}:
        return {"not_your_role"}
    partner = early.selection.partner
    evaluators = [
        one
        for one, (organization, _office) in roster.offices.items()
        if organization == partner.name and "partner_evaluator" in roster.roles[one]
    ]
    found = set() if "partner_administrator" in held else {"names_others_people"}
    if early.state not in ("scheduled", *LIVE):
        found.add("wrong_state")
    if roster.now >= early.ends:
        found.add("window_over")
    if person not in evaluators:
        found.add("not_eligible")
    if person == key and not (partner.is_one_person and len(evaluators) == 1):
        found.add("names_oneself")
    if any(one.person == person and one.state != "ended" for one in early.named):
        found.add("named_already")
    if sum(one.state != "ended" for one in early.named) >= early.people:
        found.add("enough_people")
    return found


# Several people ------------------------------------------------------------------------------------------


def standing_signatures(roster: Roster, thing: Any, asked: Asked) -> list[Signature]:
    """The others' signatures that still count: same content, not expired, and their signers could sign now."""
    move = thing.moves[asked.step]
    return [
        one
        for one in thing.signed.get(asked.step, [])
        if one.key != asked.key
        and one.inputs == asked.inputs
        and one.about == roster.about(thing, asked.step)
        and roster.now < one.at + SIGNATURE_LASTS
        and roster.may(one.key, thing, move)
        and not unmet(roster, thing, Asked(one.key, asked.step, asked.inputs))
    ]


def still_lacking(roster: Roster, thing: Any, step: str, signers: set[str]) -> bool:
    """Whether those who signed are not enough for a step."""
    if (thing.kind, step) in TWO_ADMINISTRATORS:
        return len({roster.offices[key] for key in signers}) < 2
    return len({roster.side(key) for key in signers}) < 2
