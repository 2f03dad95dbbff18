"""Who is waited for in each state, what ends the wait, and how the developer leaves; read from the declared steps."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from designation.models import Appointment, Consultation, Grant, Invitation, Policy, Request, Window
from designation.roles import DEVELOPER_ROLES, Side
from tests.designation.searching.nodes import Node, on_whom, reachable
from workflow.drawings.diagrams import name_of
from workflow.guards import Actor, HeldRole, Pass, StepContext
from workflow.steps import Step, final_states, states_of, steps_of

MACHINES: tuple[Any, ...] = (Request, Consultation, Window, Grant, Appointment, Invitation, Policy)
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

HEADS = ("State", "Who can move it on", "What ends the wait", "How the developer leaves")
OPENING = """# Who is waited for

In each state that a machine can reach: whose people have a step that leads on, which clock ends the wait where they do
nothing, and by which step the developer leaves: alone, at once, giving no reason.

Generated from the steps by `make draw`; a test keeps it fresh, and others hold what it says for every way into a state.
"""


def endings(model: Any, node: Node) -> list[Step]:
    """Return the steps by which clocks that run end the wait in a situation."""
    found = [steps_of(model)[step] for _kind, step in node.running]
    return [step for step in found if node.state in step.sources and step.moves]


def exits(model: Any, state: str, role: str) -> list[Step]:
    """Return the steps by which one of the developer's people, in one role, leaves: alone, at once, saying nothing."""
    somebody = Actor(uuid.uuid4(), "Somebody")
    act = StepContext(somebody, datetime.now(UTC), held_roles=(HeldRole(role, side=Side.DEVELOPER),))
    return [
        step
        for step in steps_of(model).values()
        if state in step.sources
        and role in step.who
        and step.moves
        and step.quorum is None
        and not step.asks_for
        and all(target in final_states(model) or step.leaves for target in step.targets)
        and all(_passes_whatever_stands(guard, act) for guard in step.judged)
    ]


def _passes_whatever_stands(guard: Any, act: StepContext) -> bool:
    """Whether a guard looks at nothing but who asks, and lets them pass."""
    try:
        return isinstance(guard(object(), act), Pass)
    except AttributeError:
        return False


def page() -> str:
    """Return everything as a page of the documentation."""
    return OPENING + "".join(_table(model) for model in MACHINES)


def _table(model: Any) -> str:
    wide = 4 if model in THE_DEVELOPERS else 3
    rows = [HEADS, ("---",) * 4] + [
        (label, _sides(model, state), _endings(model, state), _exits(model, state))
        for state, label in states_of(model).items()
        if state not in final_states(model)
    ]
    lines = [f"| {' | '.join(row[:wide])} |" for row in rows]
    return f"\n## {name_of(model)}\n\n" + "\n".join(lines) + "\n"


def _sides(model: Any, state: str) -> str:
    return ", ".join(str(Side(side).label).lower() for side in sorted(on_whom(model, state))) or "nobody"


def _endings(model: Any, state: str) -> str:
    found = {
        f"“{step.label}”" for node in reachable(model) if node.state == state for step in endings(model, node)
    }
    return ", ".join(sorted(found)) or WITHOUT_DEADLINE.get((model.__name__, state), "nothing has to")


def _exits(model: Any, state: str) -> str:
    found = {step.label: None for role in sorted(DEVELOPER_ROLES) for step in exits(model, state, role)}
    return ", ".join(f"“{label}”" for label in found)
