"""Every situation that a machine can reach, by exhaustive search over its declared steps: state, outcome, clocks.

Read from `workflow.steps` alone. A clock is known by its kind, by the step that it performs, and by whether it runs.
Guards about the world are let pass and refuse as they like, so more is searched than can happen; the two about the
standing outcome are asked for real. The clock's steps are taken by clocks that run, or as consequences.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from designation.people.lifecycle.invitation import EXPIRES
from designation.requests.rules import requests as rules
from designation.roles import HELD_BY, LEAD_REVIEWER, Side
from workflow.deadlines import Cancels, Meets, Pauses, Resumes, Sets
from workflow.guards import Pass
from workflow.steps import Step, final_states, initial_state, steps_of

BORN_WITH = {
    "Consultation": [("consultation", "pass_over", True)],
    "Invitation": [(EXPIRES.kind, EXPIRES.step, True)],
}
"""Clocks that run from birth: they are set by whoever creates the subject, not by a step."""

OUTCOMES = ("covered", "not_covered")
ABOUT_THE_OUTCOME = {rules.an_outcome_stands, rules.no_outcome_stands}

Clock = tuple[str, str, bool]


@dataclass(frozen=True)
class Node:
    """One situation of one machine. `clocks` are (kind, step, runs)."""

    state: str
    outcome: str
    clocks: frozenset[Clock]

    @property
    def running(self) -> list[tuple[str, str]]:
        """The clocks that run, as (kind, step)."""
        return sorted((kind, step) for kind, step, runs in self.clocks if runs)


def reachable(model: Any) -> frozenset[Node]:
    """Return every situation that a machine can reach from its birth."""
    born = Node(initial_state(model), "", frozenset(BORN_WITH.get(model.__name__, ())))
    found, waiting = {born}, [born]
    while waiting:
        for node in onward(model, waiting.pop()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return frozenset(found)


def onward(model: Any, node: Node) -> Iterator[Node]:
    """Return where one step leads, whoever takes it: a person, a clock that runs, or another subject's step."""
    performed = {step for one in steps_of(model).values() for step in _performs(one)}
    for step in steps_of(model).values():
        if node.state not in step.sources or not _outcome_allows(step, node):
            continue
        if step.who or step.name not in performed:
            yield from _after(model, node, step, "")
        for kind, performs, runs in node.clocks:
            if runs and performs == step.name:
                yield from _after(model, node, step, kind)


def _after(model: Any, node: Node, step: Step, fired: str) -> Iterator[Node]:
    subject = SimpleNamespace(standing_outcome=node.outcome)
    computed = step.target is not None and not isinstance(step.target, str)
    target = step.target.choose(subject) if computed else step.target or node.state
    outcome = target if target in OUTCOMES else node.outcome
    if target in final_states(model):
        yield Node(target, outcome, frozenset())
        return
    clocks = {one for one in node.clocks if one[0] != fired}
    for rule in step.deadlines:
        clocks = _changed(clocks, rule, SimpleNamespace(state=target, standing_outcome=outcome))
    yield Node(target, outcome, frozenset(clocks))


def _changed(clocks: set[Clock], rule: Any, subject: Any) -> set[Clock]:
    match rule:
        case Sets():
            return {one for one in clocks if one[0] != rule.kind} | {
                (rule.kind, rule.step_for(subject), True)
            }
        case Meets() | Cancels():
            return {one for one in clocks if one[0] not in rule.kinds}
        case Pauses() | Resumes():
            runs = isinstance(rule, Resumes)
            return {(kind, step, runs if kind in rule.kinds else was) for kind, step, was in clocks}
    raise TypeError(rule)


def _performs(step: Step) -> set[str]:
    """Return the steps that the clocks which a step sets may perform."""
    subjects = [
        SimpleNamespace(state=state, standing_outcome=outcome)
        for state in step.targets or step.sources
        for outcome in ("", *OUTCOMES)
    ]
    return {rule.step_for(one) for rule in step.deadlines if isinstance(rule, Sets) for one in subjects}


def _outcome_allows(step: Step, node: Node) -> bool:
    subject: Any = SimpleNamespace(standing_outcome=node.outcome)
    asked: Any = [guard for guard in step.guards if guard in ABOUT_THE_OUTCOME]
    return all(isinstance(guard(subject, None), Pass) for guard in asked)


def on_whom(model: Any, state: str) -> set[str]:
    """Return the sides that have something to do in a state: whose people take a step that leads on and is no exit."""
    leading = [
        s
        for s in steps_of(model).values()
        if any(source == state for source, _target in s.moves) and not s.leaves
    ]
    return {side for step in leading for role in step.who for side in sides_of(role)}


def sides_of(role: str) -> set[str]:
    """Return the sides on which a role exists."""
    return (
        {Side.GOVERNMENT}
        if role == LEAD_REVIEWER
        else {side for side, roles in HELD_BY.items() if role in roles}
    )
