"""What the clock does in the plain model when a time has come, where it is heard."""

from __future__ import annotations

from typing import Any

from tests.designation.sequences.moves import CLOCK
from tests.designation.sequences.partners.conditions import (
    covered,
    end_still_fits,
    nothing_is_live,
    partner_is_active,
)
from tests.designation.sequences.partners.effects import take
from tests.designation.sequences.partners.moves import BELOW
from tests.designation.sequences.partners.plain import Roster
from tests.designation.sequences.partners.things import (
    LIVE,
    EarlyAccess,
    Named,
    Partner,
    Selection,
    request_of,
)

STAYS_ABOVE = ("proposal", "partner_active", "disposition", "standing_review")
"""Clocks whose step changes nothing below the request."""


def strike(roster: Roster, thing: Any, step: str = "", *, everywhere: bool = False) -> None:
    """Let the clock do whatever is overdue where it is heard before somebody's `step`.

    That is in the partner alone; or in the request and the thing's own matter, and in everything below the request
    where the step, or what the clock does, reaches down.
    """
    below = [] if isinstance(thing, Partner) else request_of(thing).below()
    if isinstance(thing, Partner):
        heard = [thing]
    else:
        own = thing.early if isinstance(thing, Named) else thing
        heard = [request_of(thing), *([] if own is request_of(thing) else [own])]
        if everywhere or step in BELOW.get(thing.kind, ()):
            heard = [request_of(thing), *below]
    tried: set[tuple[str, str]] = set()
    while True:
        overdue = [
            (clock.due, one.name, kind, one)
            for one in heard
            for kind, clock in one.clocks.items()
            if clock.left is None and clock.due <= roster.now and (one.name, kind) not in tried
        ]
        if not overdue:
            return
        _due, name, kind, one = min(overdue, key=lambda row: row[:3])
        others = [other for other in below if other not in heard]
        if others and kind not in STAYS_ABOVE:
            heard += others
            continue
        tried.add((name, kind))
        ends = _what_ends(roster, one, kind)
        if ends:
            take(roster, one, ends, CLOCK)


def _what_ends(roster: Roster, thing: Any, kind: str) -> str:
    """The step that the clock takes; none where it cannot take it yet."""
    if isinstance(thing, Selection) and kind == "partner_active":
        rules = (partner_is_active, covered, end_still_fits)
        return "" if any(rule(roster, thing, None) for rule in rules) else "invite"
    if isinstance(thing, EarlyAccess):
        if kind == "opening":
            return "open" if _can_open(roster, thing) else ""
        return "destroy" if kind == "disposition" else "close" if thing.state in LIVE else "expire"
    if kind == "conclusion":
        return "" if nothing_is_live(roster, thing, None) else "conclude"
    return {
        "vetting": "lapse", "contact_answer": "lapse", "standing": "expire", "proposal": "expire",
        "invitation": "end", "expiry": "expire",
    }.get(kind, "")  # fmt: skip


def _can_open(roster: Roster, early: EarlyAccess) -> bool:
    """It opens before its end, for an active partner, once somebody who is named is ready."""
    ready = any(one.state == "active" for one in early.named)
    in_time = early.opens <= roster.now < early.ends
    return ready and in_time and early.request.is_covered and early.selection.partner.is_standing(roster.now)
