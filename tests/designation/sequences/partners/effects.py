"""What the plain model says follows from a step of a partner, a selection or an early access."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.designation.sequences.conditions import Asked
from tests.designation.sequences.partners.moves import QUORUM
from tests.designation.sequences.partners.plain import Roster
from tests.designation.sequences.partners.reasons import standing_signatures, still_lacking
from tests.designation.sequences.partners.things import LIVE, OVER, Covered, EarlyAccess, Partner, Selection
from tests.designation.sequences.plain import SIGNATURE_LASTS, Clock, Signature
from workflow import calendars

DAYS = {"vetting": 25, "contact_answer": 10, "proposal": 15, "invitation": 15}
A_YEAR, DISPOSITION, REVIEW = timedelta(days=365), timedelta(days=10), timedelta(days=10)
INVITATION_LASTS = timedelta(days=14)
MOMENT = timedelta(minutes=1)


def take_or_sign(roster: Roster, thing: Any, asked: Asked) -> bool:
    """Let somebody take a step that nothing stands against, or sign it; whether it was taken."""
    step, signers = asked.step, {asked.key}
    if (thing.kind, step) in QUORUM:
        signers |= {one.key for one in standing_signatures(roster, thing, asked)}
        if still_lacking(roster, thing, step, signers):
            _sign(roster, thing, asked)
            return False
    take(roster, thing, step, asked.key, asked.inputs | {"signers": signers})
    return True


def _sign(roster: Roster, thing: Any, asked: Asked) -> None:
    given = thing.signed.get(asked.step, [])
    mine = next((one for one in given if one.key == asked.key), None)
    if mine and mine.inputs == asked.inputs and roster.now < mine.at + SIGNATURE_LASTS:
        return
    roles = roster.roles_for(asked.key, thing) & thing.moves[asked.step].who
    about = roster.about(thing, asked.step)
    new = Signature(asked.key, asked.inputs, roster.now, roles, about)
    thing.signed[asked.step] = [*(one for one in given if one is not mine), new]


def take(roster: Roster, thing: Any, step: str, by: str, inputs: dict[str, Any] | None = None) -> None:
    """Take a step and everything that follows from it."""
    roster.move(thing, step, by)
    follow = AFTER.get((thing.kind, step))
    if follow is not None:
        follow(roster, thing, by, inputs or {})
    roster.void_signatures()


def start(roster: Roster, thing: Any, kind: str) -> None:
    """Start a clock of the policy anew."""
    thing.clocks[kind] = Clock(calendars.due_after(roster.now, DAYS[kind], calendars.BUSINESS))


# A partner ------------------------------------------------------------------------------------------------------


def vetting_begun(roster: Roster, partner: Partner, _by: str, inputs: dict[str, Any]) -> None:
    partner.checks = [("", "", "", "")] * inputs["number_of_checks"]
    start(roster, partner, "vetting")


def answered(roster: Roster, partner: Partner, _by: str, inputs: dict[str, Any]) -> None:
    partner.answers = str(sorted(inputs["answers"].items()))
    partner.clocks.pop("contact_answer", None)
    if partner.clocks["vetting"].left is not None:
        roster.resume(partner, "vetting")


def asked_for_more(roster: Roster, partner: Partner, _by: str, _inputs: dict[str, Any]) -> None:
    roster.pause(partner, "vetting")
    start(roster, partner, "contact_answer")


def checked(roster: Roster, partner: Partner, by: str, inputs: dict[str, Any]) -> None:
    result = (inputs["check_outcome"], inputs["note"], by, roster.now.isoformat())
    partner.checks[int(inputs["check"])] = result


def vouched_for(_roster: Roster, partner: Partner, by: str, _inputs: dict[str, Any]) -> None:
    partner.vouched_by = by


def activated(roster: Roster, partner: Partner, _by: str, _inputs: dict[str, Any]) -> None:
    partner.organization, partner.invited_until = True, roster.now + INVITATION_LASTS
    partner.clocks.clear()
    attested(roster, partner, "", {})


def attested(roster: Roster, partner: Partner, _by: str, _inputs: dict[str, Any]) -> None:
    partner.attested_until = roster.now + A_YEAR
    partner.clocks["standing"] = Clock(partner.attested_until)


def declined(_roster: Roster, partner: Partner, _by: str, inputs: dict[str, Any]) -> None:
    partner.reason, partner.declined_by = inputs["reason"], inputs["signers"]
    partner.ends_what_it_has = True


def suspended(roster: Roster, partner: Partner, by: str, inputs: dict[str, Any]) -> None:
    partner.reason, partner.suspended_by = inputs["reason"], by
    partner.clocks = {"standing_review": Clock(roster.now + REVIEW)}


def lifted(roster: Roster, partner: Partner, _by: str, _inputs: dict[str, Any]) -> None:
    partner.reason = partner.suspended_by = ""
    partner.clocks = {"standing": Clock(max(partner.attested_until, roster.now))}


def expired(_roster: Roster, partner: Partner, _by: str, _inputs: dict[str, Any]) -> None:
    partner.clocks.clear()


def gone(_roster: Roster, partner: Partner, _by: str, inputs: dict[str, Any]) -> None:
    partner.reason, partner.ends_what_it_has = inputs.get("reason", partner.reason), True


# A selection ----------------------------------------------------------------------------------------------------


def amended(roster: Roster, selection: Selection, by: str, inputs: dict[str, Any]) -> None:
    selection.conditions, selection.side, selection.proposed_by = inputs["conditions"], roster.side(by), by
    selection.clocks.clear()
    start(roster, selection, "proposal")


def concurred(roster: Roster, selection: Selection, by: str, _inputs: dict[str, Any]) -> None:
    selection.clocks.clear()
    if selection.partner.is_standing(roster.now):
        take(roster, selection, "invite", by)
    else:
        selection.clocks["partner_active"] = Clock(roster.now + MOMENT)


def invited(roster: Roster, selection: Selection, _by: str, _inputs: dict[str, Any]) -> None:
    selection.invited = True
    selection.clocks.clear()
    start(roster, selection, "invitation")


def agreed(roster: Roster, selection: Selection, by: str, _inputs: dict[str, Any]) -> None:
    selection.clocks.clear()
    ends = selection.conditions["ends"]
    early = EarlyAccess(
        f"{selection.name}/ea", "scheduled", version=1, selection=selection, ends=ends,
        opens=max(selection.request.release, roster.now), people=selection.conditions["people"],
    )  # fmt: skip
    early.clocks = {"opening": Clock(early.opens), "closing": Clock(ends)}
    selection.early = early


def narrowed(roster: Roster, selection: Selection, by: str, inputs: dict[str, Any]) -> None:
    early = selection.early
    selection.conditions = selection.conditions | {"ends": inputs["earlier_end"]}
    take(roster, early, "trim", by)
    early.ends = inputs["earlier_end"]
    early.clocks["closing"] = Clock(early.ends)


def ended(roster: Roster, selection: Selection, by: str, _inputs: dict[str, Any]) -> None:
    end_early_access(roster, selection.early, by)


def end_early_access(roster: Roster, early: EarlyAccess | None, by: str) -> None:
    if early and early.state in LIVE:
        take(roster, early, "close", by)
    elif early and early.state == "scheduled":
        take(roster, early, "cancel", by)


# Early access ---------------------------------------------------------------------------------------------------


def opened(roster: Roster, early: EarlyAccess, _by: str, _inputs: dict[str, Any]) -> None:
    early.opened_at, early.clocks = roster.now, {"closing": Clock(early.ends)}


def closed(roster: Roster, early: EarlyAccess, by: str, _inputs: dict[str, Any]) -> None:
    early.ends = min(early.ends, roster.now)
    early.clocks = {"disposition": Clock(early.ends + DISPOSITION)}
    over(roster, early, by, {})


def over(roster: Roster, early: EarlyAccess, by: str, _inputs: dict[str, Any]) -> None:
    """Nobody's access outlives the early access, and neither does the selection."""
    for named in early.named:
        if named.state != "ended":
            take(roster, named, "end", by)
    if early.selection.state not in OVER:
        take(roster, early.selection, "end", by)


# A request ------------------------------------------------------------------------------------------------------


def request_over(roster: Roster, request: Covered, by: str, _inputs: dict[str, Any]) -> None:
    nothing_is_selected(roster, request, by)
    for early in request.early():
        if early.state == "closed":
            take(roster, early, "destroy", by)


def nothing_is_selected(roster: Roster, request: Covered, by: str) -> None:
    """End every selection with its early access, and whatever was being agreed."""
    for selection in request.selections:
        if selection.state not in OVER:
            take(roster, selection, "end", by)
    if request.board and request.board.state == "proposed":
        take(roster, request.board, "cancel", by)


def recused(_roster: Roster, request: Covered, by: str, _inputs: dict[str, Any]) -> None:
    request.recused.add(by)


AFTER: dict[tuple[str, str], Callable[..., None]] = {
    ("Partner", "start_vetting"): vetting_begun,
    ("Partner", "note_answers"): answered,
    ("Partner", "ask"): asked_for_more,
    ("Partner", "record_check"): checked,
    ("Partner", "vouch"): vouched_for,
    ("Partner", "activate"): activated,
    ("Partner", "re_attest"): attested,
    ("Partner", "decline"): declined,
    ("Partner", "suspend"): suspended,
    ("Partner", "lift"): lifted,
    ("Partner", "expire"): expired,
    **{("Partner", step): gone for step in ("lapse", "remove", "leave")},
    ("Selection", "amend"): amended,
    ("Selection", "concur"): concurred,
    ("Selection", "invite"): invited,
    ("Selection", "agree"): agreed,
    ("Selection", "narrow"): narrowed,
    ("Selection", "end"): ended,
    ("EarlyAccess", "open"): opened,
    ("EarlyAccess", "close"): closed,
    **{("EarlyAccess", step): over for step in ("cancel", "expire")},
    **{("Covered", step): request_over for step in ("withdraw", "conclude")},
    ("Covered", "recuse"): recused,
}
