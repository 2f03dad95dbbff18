"""Rules about a single organization that a person adds or corrects."""

from __future__ import annotations

from typing import Any

from designation.directory import cells, folding
from designation.directory.fields import FIELD
from workflow.guards import Pass, Refusal, StepContext, Verdict

RESERVED = "The directory is kept by roster administrators."


def can_be_read(_directory: Any, context: StepContext) -> Verdict:
    """Every value must have the form that its field asks for."""
    values = context.inputs["values"]
    text = {name: ", ".join(value) if isinstance(value, list) else value for name, value in values.items()}
    problems = cells.read(text).problems
    return tuple(Refusal("value_malformed", words, name) for name, words in problems.items()) or Pass()


def entry_is_as_shown(directory: Any, context: StepContext) -> Verdict:
    """Nobody may have changed or removed the organization since the form was opened."""
    if directory.revision_of(context.inputs["entry"]) == context.inputs["revision"]:
        return Pass()
    return Refusal(
        "entry_changed",
        "Someone changed this organization while your form was open. Open it again, and then make your changes.",
    )


def not_there_already(directory: Any, context: StepContext) -> Verdict:
    """No other organization may have the same name, place and identifiers."""
    values = context.inputs["values"]
    identity = folding.keys_of(values).identity
    if not directory.has_another(identity, values, but=context.inputs["entry"]):
        return Pass()
    return Refusal(
        "in_the_directory", "An organization with this name and place is in the directory already.", "name"
    )


def identifiers_are_free(directory: Any, context: StepContext) -> Verdict:
    """No other organization may have the same identifier. The refusal does not say which one has it."""
    taken = directory.taken(context.inputs["values"], but=context.inputs["entry"])
    return (
        tuple(
            Refusal(
                "identifier_taken", f"Another organization has this {FIELD[name].label.rstrip('s')}.", name
            )
            for name in taken
        )
        or Pass()
    )
