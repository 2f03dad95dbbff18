"""Every step from every state, and every creation, is tried by every role, by the clock and by a stranger.

They answer as was decided.

A state, a step or a role that nobody decided about fails here until somebody does (`deciding.py`).
"""

import uuid
from datetime import UTC, datetime

import pytest

from tests.workflow.deciding import CLOCK, NEW, STRANGER, decided, file_of, roles_of
from workflow import guards
from workflow.authorization import attempt, barred
from workflow.creating import create
from workflow.creating.declaring import creations_of
from workflow.guards import HeldRole, StepContext
from workflow.steps import machines, states_of, steps_of

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
SOMEBODY = guards.Actor(uuid.uuid4(), "Somebody", authenticated_at=NOW, authenticated_by="password")
PLACES = [(model, state) for model in machines() for state in states_of(model)]
UNDECIDED = "Nobody decided about {}. Run `python -m tests.workflow.deciding` and read what it changed."


def in_state(model, state, role):
    """Return a row in a state, read for somebody who holds the role."""
    row = model()
    vars(row)["state"] = state
    row.roles_json = [] if role in (CLOCK, STRANGER) else [{"role": role}]
    return row


def answer(row, facts, role):
    """Return the codes with which state and role stand in the way of a step."""
    actor = guards.CLOCK if role == CLOCK else SOMEBODY
    return [refusal.code for refusal in barred(row, facts, attempt(row, facts, actor, NOW))]


@pytest.mark.parametrize(("model", "state"), PLACES, ids=[f"{m._meta.label}-{s}" for m, s in PLACES])
def test_every_step_by_every_role(model, state):
    decisions = {name: roles for name, roles in decided(model).items() if name != NEW}
    assert state in decisions, UNDECIDED.format(f"{model._meta.label} in the state {state}")
    for name, facts in steps_of(model).items():
        for role in roles_of(model):
            theirs = any(name in steps.get(role, ()) for steps in decisions.values())
            known = state if theirs or role == CLOCK else str(in_state(model, state, role).visible_state(""))
            starts_here = any(name in steps for steps in decisions[known].values())
            expected = ["wrong_state"] if not starts_here and role != STRANGER else []
            expected += [] if theirs else ["not_your_role"]
            assert answer(in_state(model, state, role), facts, role) == expected, (name, role)
            if name in decisions[state].get(role, ()):
                assert expected == []


@pytest.mark.parametrize("model", machines(), ids=lambda model: model._meta.label)
def test_every_creation_by_every_role(model):
    decisions = decided(model)[NEW]
    for name, facts in creations_of(model).items():
        for role in roles_of(model):
            actor = guards.CLOCK if role == CLOCK else SOMEBODY
            held = () if role in (CLOCK, STRANGER) else (HeldRole(role),)
            found = create.barred(facts, StepContext(actor, NOW, held))
            expected = [] if name in decisions.get(role, ()) else ["not_your_role"]
            assert [refusal.code for refusal in found] == expected, (name, role)


@pytest.mark.parametrize("model", machines(), ids=lambda model: model._meta.label)
def test_decisions_are_about_states_steps_and_roles_that_there_are(model):
    table = decided(model)
    created = table.pop(NEW)
    assert {name for names in created.values() for name in names} == set(creations_of(model))
    assert set(created) <= set(roles_of(model))
    assert set(table) == set(states_of(model)), UNDECIDED.format(model._meta.label)
    steps = {name for roles in table.values() for names in roles.values() for name in names}
    assert steps == set(steps_of(model)), UNDECIDED.format(model._meta.label)
    assert {role for roles in table.values() for role in roles} <= set(roles_of(model))


def test_there_are_no_decisions_about_machines_that_are_gone():
    present = {path.name for path in file_of(machines()[0]).parent.iterdir()}
    assert present == {file_of(model).name for model in machines()}
