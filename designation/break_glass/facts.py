"""An emergency access in words, for its page, the window's page and the signing page."""

from __future__ import annotations

from typing import Any

from designation.break_glass.lifecycle import BreakGlassSteps
from designation.people.models import Person

WAITING_FOR = {
    "requested": "One person of the developer and one of the government must agree.",
    "active": "The evaluator can read now.",
    "ended": "Two people who took no part in it must review it.",
    "overdue": "The review is overdue. Nobody of the evaluator's office can ask again until two people sign it.",
    "reviewed": "",
    "lapsed": "Not enough people agreed in time.",
    "declined": "",
    "taken_back": "",
}
"""What each state means for the people who read about it."""
TONES = {"requested": "", "active": "open", "ended": "", "overdue": "stopped"}
"""The style of the tags of states that are not final."""


def title_of(grant: Any, side: str) -> str:
    """Return what pages call the emergency access of a grant."""
    return f"Emergency access of {grant.name_for(side)}"


def state_tag(state: str) -> dict[str, str]:
    """Return a state as a tag."""
    return {"label": str(BreakGlassSteps.State(state).label), "tone": TONES.get(state, "final")}


def facts_of(access: Any, side: str) -> list[tuple[Any, ...]]:
    """Return its facts, as includes/summary.html expects them."""
    request = access.window.request
    facts: list[tuple[Any, ...]] = [
        ("Evaluator", f"{access.grant.name_for(side)}, {access.grant.person.organization.name}"),
        ("Reads in", f"{access.window.title}, request {request.number} “{request.model.codename}”"),
        ("Reason", access.reason),
        ("Asked for", access.asked_at),
    ]
    if access.began_at is None:
        return facts
    agreed = ", ".join(_names(access.approved_by))
    facts += [("Agreed to by", agreed), ("Began", access.began_at), ("Ends", access.ends_at)]
    if access.ended_at is not None:
        facts[-1] = ("Ended", access.ended_at)
        facts.append(("To be reviewed by", access.review_by))
    return [*facts, ("Findings", access.findings)] if access.findings else facts


def _names(people: list[Any]) -> list[str]:
    named = (
        Person.objects.filter(pk__in=people).select_related("office__organization").order_by("folded", "pk")
    )
    return [f"{one.name} ({one.organization.short_name})" for one in named]
