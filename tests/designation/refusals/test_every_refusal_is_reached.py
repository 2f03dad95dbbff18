"""Every refusal that a rule can give is met through the public door; a new one fails until there is a way to it."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import designation
from designation.demo.world import World
from designation.frontier_models import rules as models
from designation.windows.rules import windows as rules
from tests.designation.refusals import (
    of_agreements,
    of_artifacts,
    of_break_glass,
    of_cases,
    of_creations,
    of_directory,
    of_eligibility,
    of_identity,
    of_partners,
    of_people_and_models,
    of_requests,
    of_suspensions,
    of_windows,
)
from tests.designation.walking import fresh, refused, request_in, window_in
from tests.overwriting import overwrite
from workflow.guards import Actor, Refusal, StepContext

TABLE: dict[tuple[str, ...], Callable[[World], Any]] = (
    of_requests.TABLE
    | of_windows.TABLE
    | of_people_and_models.TABLE
    | of_creations.TABLE
    | of_artifacts.TABLE
    | of_partners.TABLE
    | of_agreements.TABLE
    | of_directory.TABLE
    | of_suspensions.TABLE
    | of_break_glass.TABLE
    | of_identity.TABLE
    | of_eligibility.TABLE
    | of_cases.TABLE
)
HELD_TWICE = {
    ("frontier_models", "not_a_developer"): "only people of a developer hold the roles that register models",
    ("windows", "request_over"): "every end of a request ends its windows in the same step",
    ("windows", "not_covered"): "losing the outcome ends the windows in the same step",
    ("windows", "not_signed"): "a window is scheduled by the last signature alone",
    ("windows", "window_over"): "from the end on, the clock closes the window before anybody else is heard",
}
"""Rules that hold what another mechanism holds already; they are asked directly below."""


def stated() -> set[tuple[str, str]]:
    """Every (package, code) of a `Refusal` in a package's rules, or in what people type."""
    home = Path(designation.__file__).parent
    names = ("*/rules*.py", "*/rules/*.py", "*/quorums.py", "content/*.py")
    rules = [path for name in names for path in home.glob(name)]
    found = {
        ("workflow", "only_as_consequence")
    }  # the engine's own guard for steps that are no steps of their own
    for path in rules:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal":
                found.add((path.relative_to(home).parts[0], node.args[0].value))
    return found


def test_there_is_a_way_to_every_refusal() -> None:
    assert stated() - {key[:2] for key in TABLE} - set(HELD_TWICE) == set()
    assert ({key[:2] for key in TABLE} | set(HELD_TWICE)) - stated() == set()


@pytest.mark.parametrize("key", sorted(TABLE), ids=" ".join)
def test_it_is_met_through_the_door(demo_world: World, renderer: object, key: tuple[str, ...]) -> None:
    assert key[1] in refused(lambda: TABLE[key](demo_world))


def asked(world: World, rule: Any, window: Any) -> str:
    verdict = rule(fresh(window), StepContext(Actor(world.people["carl"].pk, "Carl"), world.now))
    assert isinstance(verdict, Refusal)
    return verdict.code


def test_what_is_held_twice_is_held_by_the_rule_too(demo_world: World) -> None:
    request = request_in(demo_world, "covered")
    window = window_in(demo_world, request, "draft")
    assert asked(demo_world, rules.both_sides_signed, window) == "not_signed"
    demo_world.act(request, "withdraw", "carl")
    assert asked(demo_world, rules.request_is_live, window) == "request_over"
    other = request_in(demo_world, "covered", "Juniper")
    live = window_in(demo_world, other, "open")
    agency = demo_world.organizations["nsa"]
    verdict = models.registers_as_a_developer(agency, StepContext(demo_world.actor("dana"), demo_world.now))
    assert isinstance(verdict, Refusal)
    assert verdict.code == "not_a_developer"
    demo_world.now = live.ends_at
    assert asked(demo_world, rules.not_over, live) == "window_over"
    demo_world.act(other, "seek_reconsideration", "dana", new_information="New.")
    overwrite(type(other).objects.filter(pk=other.pk), standing_outcome="")
    assert asked(demo_world, rules.standing_outcome_is_covered, live) == "not_covered"
