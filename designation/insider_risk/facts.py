"""A suspension in words, for its page, the lists and the signing page."""

from __future__ import annotations

from typing import Any

from designation.insider_risk import masks
from designation.insider_risk.models import Suspension
from designation.insider_risk.scopes import OFFICER, Scope

STOPS = {
    Scope.PERSON: "This person cannot read, take a step or sign anywhere, whatever role they are given.",
    Scope.ORGANIZATION: "Nobody at this organization can read, take a step or sign anywhere. Its administrators "
    "can still manage its people, and it can still leave.",
    Scope.ARTIFACT: "Nobody can read this artifact in any access window.",
}
"""What each scope stops."""


def whom(suspension: Suspension) -> str:
    """Return whom or what a suspension covers, as its reader may know it."""
    if suspension.person is not None:
        return _mask(suspension) or str(suspension.person.name)
    if suspension.artifact is not None:
        return f"“{suspension.artifact.title}”"
    return str(suspension.organization.name)


def _mask(suspension: Suspension) -> str:
    """Return the other name of a suspended person, for a reader who is an officer and nothing else there."""
    if {held.role for held in suspension.held_roles} != {OFFICER}:
        return ""
    return masks.name(suspension)


def placed_for(suspension: Suspension) -> str:
    """Return for which side a suspension was placed."""
    return "An insider-risk officer" if suspension.is_by_officers else suspension.organization.name


def facts_of(suspension: Suspension) -> list[tuple[Any, ...]]:
    """Return the facts of a suspension, as includes/summary.html expects them."""
    facts: list[tuple[Any, ...]] = [("Covers", suspension.covers.label), ("Name", whom(suspension))]
    if suspension.scope != Scope.ORGANIZATION:
        facts.append(("Organization", suspension.organization.name))
    facts += [
        ("What it stops", STOPS[suspension.covers]),
        ("Reason", suspension.reason),
        ("Placed by", f"{suspension.placed_by.name}, {suspension.placed_by.organization.name}"),
        ("Since", suspension.placed_at),
    ]
    return [*facts, ("Lifted", suspension.lifted_at)] if suspension.lifted_at else facts
