"""Rules about a single organization that a person adds or corrects."""

from __future__ import annotations

from typing import Any

from designation.directory import cells, folding
from designation.directory.fields import FIELD
from workflow.guards import Pass, Refusal, StepContext, Verdict

IN_USE = (
    "This organization was nominated as a trusted partner, and the record of the partner refers to this entry, so it "
    "has to stay in the directory. Correct the entry if something in it is wrong. To end the partnership, remove the "
    "partner from the roster."
)
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


def is_not_in_use(directory: Any, context: StepContext) -> Verdict:
    """An organization that another package refers to stays in the directory."""
    if not directory.is_in_use(context.inputs["entry"]):
        return Pass()
    return Refusal("entry_in_use", IN_USE)


def was_removed(directory: Any, context: StepContext) -> Verdict:
    """Only an organization that was removed by hand, and was not put back since, can be put back."""
    if directory.removed(context.inputs["entry"]) is not None:
        return Pass()
    return Refusal("not_removed", "Someone put this organization back into the directory already.")


def its_place_is_free(directory: Any, context: StepContext) -> Verdict:
    """No other organization may have its name and place, or one of its identifiers, by now."""
    row = directory.removed(context.inputs["entry"])
    if row is None:
        return Pass()
    values = row.values()
    same = directory.has_another(folding.keys_of(values).identity, values)
    taken = ["name and place"] if same else []
    taken += [FIELD[name].label.rstrip("s") for name in directory.taken(values)]
    if not taken:
        return Pass()
    return Refusal(
        "place_taken",
        f"Another organization in the directory now has its {' and its '.join(taken)}. Find that organization, and "
        "remove or correct it first.",
    )
