"""Who is told of emergency access."""

from __future__ import annotations

from typing import Any

from designation.demo.world import World
from designation.models import BreakGlass
from tests.designation.artifacts.agreeing import in_force
from tests.designation.break_glass.emergency import FOUND, asked, ended, opened_up, reviewed
from tests.designation.walking import at_present, fire, request_in, window_in


def requested(world: World) -> BreakGlass:
    """Let an evaluator ask for emergency access, because an agreement came into force."""
    at_present(world)
    window = window_in(world, request_in(world, "covered"), "open", opens_in=0.1, break_glass="yes")
    in_force(world, window.request)
    return asked(world, window)


def over(world: World) -> BreakGlass:
    """Let the emergency access of an evaluator begin, and let the developer end it."""
    return ended(world, opened_up(world, requested(world)))


def overdue(world: World) -> Any:
    access = over(world)
    return fire(world, access, "emergency_review")


REVIEWERS = "arno cole cyra ira vera"
EVENTS = {
    "emergency.requested": (requested, {"emergency_signers": "abel arno carl ira sam vera"}),
    "emergency.begun.signed": (
        lambda w: w.act(requested(w), "approve", "abel"),
        {"emergency_signers": "arno carl ira sam vera"},
    ),
    "emergency.begun": (
        lambda w: opened_up(w, requested(w)),
        {"emergency_reader": "eve", "developer": "dana sam", "risk": "ira"},
    ),
    "emergency.declined": (
        lambda w: w.act(requested(w), "decline", "sam", reason="Later."),
        {"emergency_reader": "eve"},
    ),
    "emergency.lapsed": (lambda w: fire(w, requested(w), "emergency_answer"), {"emergency_reader": "eve"}),
    "emergency.ended": (
        over,
        {"emergency_reader": "eve", "developer": "carl dana", "emergency_reviewers": REVIEWERS},
    ),
    "emergency.overdue": (overdue, {"developer": "carl dana sam", "emergency_reviewers": REVIEWERS}),
    "emergency.reviewed.signed": (
        lambda w: w.act(over(w), "review", "ira", findings=FOUND),
        {"emergency_reviewers": "arno cole cyra vera"},
    ),
    "emergency.reviewed": (
        lambda w: reviewed(w, over(w)),
        {"developer": "carl dana sam", "emergency_reader": "eve"},
    ),
}
SILENT = {"emergency.taken_back", "emergency.begun.taken_back", "emergency.reviewed.taken_back"}
