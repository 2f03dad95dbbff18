"""What people type in random sequences about partners."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from designation.demo import roster as demonstration
from tests.designation.sequences.partners.plain import Roster
from tests.designation.sequences.partners.things import Covered, Named, Partner
from tests.designation.sequences.sequences import DAY, HOUR, MINUTES, OFTEN

WORDS = st.sampled_from(["Why.", "Why.", "Another reason.", ""])


def inputs(roster: Roster, data: st.DataObject, thing: Any, step: str) -> dict[str, Any]:
    """Draw what somebody types into the form of a step; now and then what does not fit."""
    if step == "note_answers":
        phone = data.draw(st.sampled_from(["+1 208 555 0117", "+1 208 555 0117", ""]))
        return {"answers": demonstration.ANSWERS | {"phone": phone}}
    if step == "ask":
        return {"question": data.draw(WORDS)}
    if step == "record_check":
        outcome, note = data.draw(st.sampled_from(["met", "met", "not_met"])), data.draw(WORDS)
        return {"check": str(data.draw(st.integers(0, 1))), "check_outcome": outcome, "note": note}
    if step == "re_attest":
        return {"still_true": data.draw(OFTEN)}
    if step == "amend":
        return {"conditions": some_conditions(roster, data, thing.request)}
    if step == "agree":
        people = people_of(roster, thing.partner) or ["eve"]
        chosen = data.draw(st.lists(st.sampled_from(people), max_size=2, unique=True), label="people")
        return {
            "people": chosen or people[:1] if data.draw(OFTEN) else chosen,
            "accepted": data.draw(OFTEN),
        }
    if step == "narrow":
        hours = data.draw(st.sampled_from([-1, 1, 24, 24 * 20, 24 * 400]), label="ends in hours")
        return {"earlier_end": roster.now + hours * HOUR + MINUTES}
    if isinstance(thing, Named) and step == "activate":
        return {"conditions": data.draw(OFTEN)}
    return {"reason": data.draw(WORDS)} if "reason" in thing.moves[step].conditions else {}


def some_conditions(roster: Roster, data: st.DataObject, request: Covered) -> dict[str, Any]:
    """Mostly what fits; now and then an end that does not, too many people, or no purposes."""
    days = data.draw(st.sampled_from([30, 30, 7, 179, 181, -1]), label="ends days after the release")
    return {
        "ends": max(request.release, roster.now) + days * DAY + MINUTES,
        "people": data.draw(st.sampled_from([2, 2, 1, 51])),
        "permitted_uses": data.draw(st.sampled_from(["Own systems.", "Own systems.", "Own networks.", ""])),
    }


def people_of(roster: Roster, partner: Partner) -> list[str]:
    """Return the people of a partner."""
    return [key for key, (organization, _office) in roster.offices.items() if organization == partner.name]
