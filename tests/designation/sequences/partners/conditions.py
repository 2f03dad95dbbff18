"""Why the plain model says no to a step: one function per condition, with the code of the refusal, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.designation.sequences.conditions import Asked, fresh, reason
from tests.designation.sequences.moves import SHORT
from tests.designation.sequences.partners.plain import Roster
from tests.designation.sequences.partners.things import (
    LIVE,
    Covered,
    EarlyAccess,
    Named,
    Partner,
    Selection,
)

LONGEST = timedelta(days=180)


def why_not(roster: Roster, thing: Any, asked: Asked) -> set[str]:
    """Every reason against a step; nothing where it is to go through."""
    move = thing.moves[asked.step]
    is_there = thing.state in move.sources
    if asked.key != "clock" and not roster.may(asked.key, thing, move):
        known = is_there or not roster.roles_for(asked.key, thing)
        return {"not_your_role"} if known else {"not_your_role", "wrong_state"}
    return unmet(roster, thing, asked) if is_there else {"wrong_state"}


def unmet(roster: Roster, thing: Any, asked: Asked) -> set[str]:
    """The reasons beside state and role."""
    names = thing.moves[asked.step].conditions
    return {code for name in names for code in CONDITIONS[name](roster, thing, asked).split()}


# Of a partner ---------------------------------------------------------------------------------------------------


def contact_is_free(roster: Roster, partner: Partner, _asked: Asked) -> str:
    return "contact_has_account" if partner.contact in roster.accounts else ""


def all_answered(_roster: Roster, _partner: Partner, asked: Asked) -> str:
    return "" if asked.inputs["answers"]["phone"] else "answer_missing"


def question_is_written(_roster: Roster, _partner: Partner, asked: Asked) -> str:
    return "" if asked.inputs["question"] else "question_missing"


def check_is_one(_roster: Roster, _partner: Partner, asked: Asked) -> str:
    return "" if asked.inputs["note"] else "note_missing"


def not_vouched_yet(_roster: Roster, partner: Partner, _asked: Asked) -> str:
    return "vouched_already" if partner.vouched_by else ""


def sponsor_is_active(_roster: Roster, partner: Partner, _asked: Asked) -> str:
    return "" if partner.sponsor and partner.sponsor.state == "active" else "sponsor_not_active"


def has_answered(_roster: Roster, partner: Partner, _asked: Asked) -> str:
    return "" if partner.answers else "not_answered"


def sponsor_vouched(_roster: Roster, partner: Partner, _asked: Asked) -> str:
    return "not_vouched" if partner.sponsor and not partner.vouched_by else ""


def checks_are_met(_roster: Roster, partner: Partner, _asked: Asked) -> str:
    return "" if all(check[0] == "met" for check in partner.checks) else "check_open"


def did_not_nominate(_roster: Roster, partner: Partner, asked: Asked) -> str:
    return "nominated_it" if partner.nominated_by == asked.key else ""


def did_not_decline(_roster: Roster, partner: Partner, asked: Asked) -> str:
    return "declined_it" if partner.reconsiders and asked.key in partner.reconsiders.declined_by else ""


def did_not_suspend(_roster: Roster, partner: Partner, asked: Asked) -> str:
    return "suspended_it" if partner.suspended_by == asked.key else ""


def confirmed(_roster: Roster, _partner: Partner, asked: Asked) -> str:
    return "" if asked.inputs["still_true"] else "not_confirmed"


# Of a selection -------------------------------------------------------------------------------------------------


def covered(_roster: Roster, selection: Selection, _asked: Asked) -> str:
    return "" if selection.request.is_covered else "not_covered"


def conditions_are_complete(_roster: Roster, _selection: Any, asked: Asked) -> str:
    given = asked.inputs["conditions"]
    people = "" if 1 <= given["people"] <= 50 else "people_out_of_range "
    return people + ("" if given["permitted_uses"] else "condition_missing")


def end_fits(roster: Roster, subject: Any, asked: Asked) -> str:
    return fits(roster, subject.request, asked.inputs["conditions"]["ends"])


def end_still_fits(roster: Roster, selection: Selection, _asked: Any) -> str:
    return fits(roster, selection.request, selection.conditions["ends"])


def fits(roster: Roster, request: Covered, ends: datetime) -> str:
    begins = max(request.release, roster.now)
    if ends <= begins:
        return "ends_before_it_begins"
    return "too_long" if ends > begins + LONGEST else ""


def own_proposal(roster: Roster, selection: Selection, asked: Asked) -> str:
    return "" if roster.side(asked.key) == selection.side else "other_side_proposed"


def others_proposal(roster: Roster, selection: Selection, asked: Asked) -> str:
    return "own_proposal" if roster.side(asked.key) == selection.side else ""


def proposer_takes_part(_roster: Roster, selection: Selection, _asked: Any) -> str:
    return "proposer_recused" if selection.proposed_by in selection.request.recused else ""


def partner_is_active(roster: Roster, selection: Selection, _asked: Any) -> str:
    return "" if selection.partner.is_standing(roster.now) else "partner_not_active"


def somebody_is_named(_roster: Roster, selection: Selection, asked: Asked) -> str:
    named = asked.inputs["people"]
    if not named:
        return "nobody_named"
    return "too_many_named" if len(named) > selection.conditions["people"] else ""


def accepts(_roster: Roster, _selection: Selection, asked: Asked) -> str:
    return "" if asked.inputs["accepted"] else "terms_not_accepted"


def ends_earlier(roster: Roster, selection: Selection, asked: Asked) -> str:
    fits = roster.now < asked.inputs["earlier_end"] < selection.early.ends
    return "" if fits else "not_earlier"


# Of early access ------------------------------------------------------------------------------------------------


def has_time_left(roster: Roster, early: EarlyAccess, _asked: Asked) -> str:
    return "" if roster.now < early.ends else "window_over"


def request_covered(_roster: Roster, early: EarlyAccess, _asked: Asked) -> str:
    return "" if early.request.outcome == "covered" else "not_covered"


def regains_nothing(_roster: Roster, early: EarlyAccess, asked: Asked) -> str:
    everyone = [one for other in early.request.early() for one in other.named]
    return "own_access" if any(n.person == asked.key and n.state != "ended" for n in everyone) else ""


def is_the_person(_roster: Roster, named: Named, asked: Asked) -> str:
    return "" if asked.key == named.person else "another_person"


def is_another(_roster: Roster, named: Named, asked: Asked) -> str:
    return "own_suspension" if asked.key == named.person else ""


def accepts_terms(_roster: Roster, _named: Named, asked: Asked) -> str:
    return "" if asked.inputs["conditions"] else "conditions_not_accepted"


def ends_own(roster: Roster, named: Named, asked: Asked) -> str:
    """The developer and insider-risk officers end any access, the partner that of its people, people their own."""
    held = roster.roles_for(asked.key, named)
    if held & {*SHORT["D"], "insider_risk_officer", "partner_administrator"} or asked.key == named.person:
        return ""
    return "another_agencys_evaluator"


def nothing_is_live(_roster: Roster, request: Covered, _asked: Asked) -> str:
    return "still_live" if any(early.state in LIVE for early in request.early()) else ""


CONDITIONS: dict[str, Callable[..., str]] = {
    condition.__name__: condition
    for condition in (
        fresh, reason, contact_is_free, all_answered, question_is_written, check_is_one, not_vouched_yet,
        sponsor_is_active, has_answered, sponsor_vouched, checks_are_met, did_not_nominate, did_not_decline,
        did_not_suspend, confirmed, covered, conditions_are_complete, end_fits, end_still_fits, own_proposal,
        others_proposal, proposer_takes_part,
        partner_is_active, somebody_is_named, accepts, ends_earlier, has_time_left, request_covered,
        regains_nothing, is_the_person, is_another, accepts_terms, ends_own, nothing_is_live,
    )
}  # fmt: skip
