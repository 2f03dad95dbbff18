"""From every situation that the machines can reach: the developer can leave, and whoever is waited for has a deadline."""

import uuid
from typing import Any

import pytest

from designation.models import Appointment, Consultation, Grant, Invitation, Policy, Request, Window
from designation.roles import DEVELOPER_ROLES, Side
from tests.designation.searching.nodes import on_whom, reachable
from workflow.guards import Act, Actor, Pass, Standing
from workflow.steps import Step, final_states, states_of, steps_of

MACHINES = (Request, Consultation, Window, Grant, Appointment, Invitation, Policy)
THE_DEVELOPERS = (Request, Window, Grant)
"""What a developer takes part in, and has to be able to leave. Consultations it does not see."""

WITHOUT_DEADLINE = {
    ("Request", "draft"): "nobody waits for a draft: it is the developer's own",
    ("Window", "draft"): "nobody waits for a draft: it is the developer's own",
    ("Grant", "nominated"): "it ends with its window, which has a deadline in every state after its draft",
    ("Grant", "concurred"): "it ends with its window",
    ("Grant", "active"): "it ends with its window",
    ("Grant", "suspended"): "it ends with its window",
    ("Appointment", "proposed"): "nothing is granted by waiting; signatures for it expire after 14 days",
    ("Policy", "draft"): "the version in force stays in force",
}
"""States in which somebody may act and no clock ends the wait, and why none has to."""


def leads_out(model: Any, step: Step, state: str, role: str) -> bool:
    """Whether somebody in one role of the developer's side ends a matter by one step: alone, unconditionally, saying nothing."""
    act = Act(
        Actor(uuid.uuid4(), "Somebody"), now=None, standing=(Standing(role, side=Side.DEVELOPER),)  # type: ignore[arg-type]
    )
    return (
        state in step.sources
        and role in step.who
        and step.quorum is None
        and not step.asks_for
        and bool(step.moves)
        and all(target in final_states(model) or step.leaves for target in step.targets)
        and all(passes_whatever_stands(guard, act) for guard in step.judged)
    )


def passes_whatever_stands(guard: Any, act: Act) -> bool:
    """Whether a guard looks at nothing but who asks, and lets them pass."""
    try:
        return isinstance(guard(object(), act), Pass)
    except AttributeError:
        return False


@pytest.mark.parametrize("model", THE_DEVELOPERS, ids=lambda model: model.__name__)
def test_the_developer_leaves_every_situation_in_one_step(model: Any) -> None:
    for state in {node.state for node in reachable(model)} - final_states(model):
        leavers = {
            role for role in DEVELOPER_ROLES for one in steps_of(model).values() if leads_out(model, one, state, role)
        }
        assert {"certifying_officer", "security_contact"} <= leavers, state


@pytest.mark.parametrize("model", MACHINES, ids=lambda model: model.__name__)
def test_every_state_is_reached(model: Any) -> None:
    assert {node.state for node in reachable(model)} == set(states_of(model))


@pytest.mark.parametrize("model", MACHINES, ids=lambda model: model.__name__)
def test_whoever_is_waited_for_has_a_deadline(model: Any) -> None:
    """Whatever ends the wait leads out of the state, whichever way it was reached."""
    for node in reachable(model):
        if on_whom(model, node.state) and (model.__name__, node.state) not in WITHOUT_DEADLINE:
            ends = [step for _kind, step in node.running if node.state in steps_of(model)[step].sources]
            assert ends, f"{node} has no clock that ends it"
            assert all(steps_of(model)[step].moves for step in ends)


@pytest.mark.parametrize("model", MACHINES, ids=lambda model: model.__name__)
def test_no_clock_runs_that_cannot_do_what_it_is_for(model: Any) -> None:
    for node in reachable(model):
        for kind, step in node.running:
            assert node.state in steps_of(model)[step].sources, f"{kind} runs in {node.state}, and cannot {step}"


def test_no_exception_is_stale() -> None:
    named = {(model.__name__, node.state) for model in MACHINES for node in reachable(model)}
    assert set(WITHOUT_DEADLINE) <= named
    for name, state in WITHOUT_DEADLINE:
        model = next(one for one in MACHINES if one.__name__ == name)
        nodes = [node for node in reachable(model) if node.state == state]
        assert on_whom(model, state), f"{name} {state} waits for nobody"
        assert any(not node.running for node in nodes), f"{name} {state} has its deadline"
