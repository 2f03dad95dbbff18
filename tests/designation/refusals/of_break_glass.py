"""Ways to meet every refusal about emergency access."""

from __future__ import annotations

from typing import Any

from designation.demo.world import World
from designation.models import BreakGlass, Window
from designation.roles import Role
from tests.designation.artifacts.agreeing import in_force
from tests.designation.break_glass.emergency import asked, ended, opened_up
from tests.designation.walking import appoint, fire, fresh, ready, request_in, window_in


def opened(world: World, state: str = "open", **other: Any) -> Window:
    terms = {"break_glass": "yes"} | other
    return window_in(world, request_in(world, "covered"), state, opens_in=0.1, days=9, **terms)


def requested(world: World) -> BreakGlass:
    window = opened(world)
    in_force(world, window.request)
    return asked(world, window)


def in_window(world: World, **other: Any) -> Any:
    window = opened(world, **other)
    in_force(world, window.request)
    return asked(world, window)


def asked_under_suspension(world: World) -> Any:
    window = opened(world)
    in_force(world, window.request)
    world.act(window.grants.get(), "suspend", "sam", reason="An odd hour.")
    return asked(world, window)


def asked_while_overdue(world: World) -> Any:
    access = ended(world, opened_up(world, requested(world)))
    fire(world, access, "emergency_review")
    return asked(world, access.window)


def agreed_by_the_evaluator(world: World) -> Any:
    access = requested(world)
    appoint(world, "eve", Role.APPROVING_OFFICIAL)
    return world.act(access, "approve", "eve")


def by_another_evaluator(world: World, step: str) -> Any:
    access = requested(world)
    ready(world, fresh(access.window), "eli")
    if step == "end":
        opened_up(world, access)
    return world.act(access, step, "eli")


def reviewed_by(world: World, key: str, findings: str) -> Any:
    access = ended(world, opened_up(world, requested(world)))
    return world.act(access, "review", key, findings=findings)


TABLE = {
    ("break_glass", "not_in_the_terms"): lambda w: in_window(w, break_glass="no"),
    ("break_glass", "window_not_open"): lambda w: in_window(w, state="scheduled"),
    ("break_glass", "would_not_help"): asked_under_suspension,
    ("break_glass", "not_needed"): lambda w: asked(w, opened(w)),
    ("break_glass", "asked_already"): lambda w: asked(w, requested(w).window),
    ("break_glass", "review_overdue"): asked_while_overdue,
    ("break_glass", "asked_for_it"): agreed_by_the_evaluator,
    ("break_glass", "another_asked"): lambda w: by_another_evaluator(w, "take_back"),
    ("break_glass", "another_reads"): lambda w: by_another_evaluator(w, "end"),
    ("break_glass", "was_part_of_it"): lambda w: reviewed_by(w, "abel", "All well."),
    ("break_glass", "findings_missing"): lambda w: reviewed_by(w, "ira", " "),
    ("break_glass", "developer_missing"): lambda w: w.act(requested(w), "approve", "abel"),
    ("break_glass", "government_missing"): lambda w: w.act(requested(w), "approve", "carl"),
}
