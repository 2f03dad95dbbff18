"""Draws a machine: as Mermaid, as a table of who may do what, and as a picture (`pictures.py`).

Everything is derived from the creations and steps. Steps that keep the state are in the table only.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workflow.creating.declaring import Creation, creations_of, model_of_parent
from workflow.guards import Guard
from workflow.models import Stateful
from workflow.steps import Step, final_states, initial_state, states_of, steps_of


@dataclass(frozen=True)
class Arrow:
    """One step from one state to another."""

    step: Step
    source: str
    target: str

    @property
    def is_clocks(self) -> bool:
        """Whether only the clock takes it."""
        return not self.step.who


def arrows(model: type[Stateful]) -> list[Arrow]:
    """Return every change of state that the steps may make, in the order in which they are stated."""
    return [Arrow(step, *move) for step in steps_of(model).values() for move in step.moves]


def name_of(model: type[Stateful]) -> str:
    """Return the machine's name as people read it."""
    return str(model._meta.verbose_name).capitalize()


def mermaid(model: type[Stateful]) -> str:
    """Return the machine as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{label}" as {state}' for state, label in states_of(model).items()]
    lines += [f"    [*] --> {initial_state(model)} : {one.label}" for one in creations_of(model).values()]
    lines += [f"    {arrow.source} --> {arrow.target} : {arrow.step.label}" for arrow in arrows(model)]
    lines += [f"    {state} --> [*]" for state in states_of(model) if state in final_states(model)]
    return "\n".join(lines) + "\n"


def table(model: type[Stateful]) -> str:
    """Return who may take which step, from where to where, under which conditions, as a Markdown table."""
    heads = ("Step", "From", "To", "Who", "Conditions", "Signatures")
    rows = [heads, ("---",) * len(heads)]
    rows += [_creation(model, creation) for creation in creations_of(model).values()]
    rows += [_row(model, step) for step in steps_of(model).values()]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows) + "\n"


def page(model: type[Stateful], picture: str) -> str:
    """Return the machine's page for the documentation; `picture` is the address of its drawing."""
    said = inspect.getdoc(model) or ""
    return (
        f"# {name_of(model)}\n\n"
        f"{said}\n\n"
        "Generated from the steps by `manage.py draw`; a test keeps it fresh.\n\n"
        f"![The states of this machine and the steps between them]({picture})\n\n"
        f"{table(model)}\n"
        f"```mermaid\n{mermaid(model)}```\n"
    )


def begins(model: type[Stateful], creation: Creation) -> str:
    """Return in words who may create a row, what the record calls that, and on what it is judged."""
    parent = model_of_parent(model, creation)
    there = f", at its {name_of(parent).lower()}" if parent else ""
    return f"{who(creation)}{there}; {creation.event}"


def _creation(model: type[Stateful], creation: Creation) -> tuple[str, ...]:
    parent = model_of_parent(model, creation)
    return (
        f"**{creation.label}** `{creation.name}`<br>records `{creation.event}`",
        f"*new*, at its {name_of(parent).lower()}" if parent else "*new*",
        _names(model, [initial_state(model)]),
        who(creation),
        "<br>".join(in_words(guard) for guard in creation.judged) or "none",
        "one" if creation.who else "none",
    )


def _row(model: type[Stateful], step: Step) -> tuple[str, ...]:
    return (
        _step(step),
        _sources(model, step),
        _names(model, step.targets) if step.targets else "*stays*",
        who(step),
        "<br>".join(in_words(guard) for guard in step.judged) or "none",
        _signatures(step),
    )


def _step(step: Step) -> str:
    """Return a step's names, and the kinds of jobs that it queues, if there are any."""
    names = f"**{step.label}** `{step.name}`"
    kinds = ", ".join(f"`{job.kind}`" for job in step.jobs)
    return f"{names}<br>queues {kinds}" if kinds else names


def _signatures(step: Step) -> str:
    if step.quorum is not None:
        return step.quorum.says
    return "one" if step.who else "none"


def who(step: Step | Creation) -> str:
    """Return in words who may take a step, or create a row."""
    people = sorted(role.replace("_", " ") for role in step.who)
    return ", ".join([*people, *(["the clock"] if step.by_clock else [])])


def in_words(guard: Guard) -> str:
    """Return a guard as its docstring states it."""
    said: Any = inspect.getdoc(guard) or getattr(guard, "__name__", "a rule without a name")
    return " ".join(str(said).split("\n\n")[0].split())


def _sources(model: type[Stateful], step: Step) -> str:
    if set(step.sources) == set(states_of(model)) - final_states(model) and len(step.sources) > 1:
        return "every state that is not final"
    return _names(model, step.sources)


def _names(model: type[Stateful], states: Sequence[str]) -> str:
    labels = states_of(model)
    final = final_states(model)
    return ", ".join(f"*{labels[state]}*" if state in final else labels[state] for state in states)
