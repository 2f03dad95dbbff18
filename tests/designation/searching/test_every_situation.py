"""From every situation that the machines can reach the developer can leave; whoever is waited for has a deadline."""

from pathlib import Path
from typing import Any

import pytest

from designation.roles import DEVELOPER_ROLES
from tests.designation.searching.nodes import on_whom, reachable
from tests.designation.searching.waiting import (
    MACHINES,
    THE_DEVELOPERS,
    WITHOUT_DEADLINE,
    endings,
    exits,
    page,
)
from workflow.steps import final_states, states_of, steps_of

PAGE = Path(__file__).resolve().parents[3] / "designation" / "docs" / "WAITING.md"
EVERY_MACHINE = pytest.mark.parametrize("model", MACHINES, ids=lambda model: model.__name__)


@pytest.mark.parametrize("model", THE_DEVELOPERS, ids=lambda model: model.__name__)
def test_the_developer_leaves_every_situation_in_one_step(model: Any) -> None:
    """While something is being destroyed, they have left already."""
    for state in {node.state for node in reachable(model)} - final_states(model) - {"destroying"}:
        leavers = {role for role in DEVELOPER_ROLES if exits(model, state, role)}
        assert {"certifying_officer", "security_contact"} <= leavers, state


@EVERY_MACHINE
def test_every_state_is_reached(model: Any) -> None:
    assert {node.state for node in reachable(model)} == set(states_of(model))


@EVERY_MACHINE
def test_whoever_is_waited_for_has_a_deadline(model: Any) -> None:
    """Whatever ends the wait leads out of the state, whichever way it was reached."""
    for node in reachable(model):
        if on_whom(model, node.state) and (model.__name__, node.state) not in WITHOUT_DEADLINE:
            assert endings(model, node), f"{node} has no clock that ends it"


@EVERY_MACHINE
def test_no_clock_runs_that_cannot_do_what_it_is_for(model: Any) -> None:
    for node in reachable(model):
        for kind, step in node.running:
            assert node.state in steps_of(model)[step].sources, (
                f"{kind} runs in {node.state}, and cannot {step}"
            )


@pytest.mark.parametrize("place", sorted(WITHOUT_DEADLINE), ids=".".join)
def test_no_exception_is_stale(place: tuple[str, str]) -> None:
    name, state = place
    (model,) = [one for one in MACHINES if one.__name__ == name]
    nodes = [node for node in reachable(model) if node.state == state]
    assert on_whom(model, state), "nobody is waited for"
    assert any(not endings(model, node) for node in nodes), "there is a deadline"


def test_the_page_about_it_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "Run: make draw"
