"""The steps of the directory: one organization is added, corrected, removed or put back.

Imports have a lifecycle of their own.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from designation.content.markings import nothing_above_the_ceiling
from designation.directory import effects
from designation.directory.rules import entries as rules
from designation.roles import Role, Side
from workflow.creating.declaring import Creation
from workflow.guards import StepContext, reason_given
from workflow.models import Stateful
from workflow.steps import step


class DirectorySteps(Stateful):
    """The machine of the directory. It is opened once and stays open."""

    SIDES = (Side.GOVERNMENT,)
    CREATIONS = (
        Creation(
            name="open",
            label="Open the directory",
            event="directory.opened",
            by_clock=True,
            reserved=rules.RESERVED,
            consequence="The log of the directory begins.",
        ),
    )

    class State(models.TextChoices):
        OPEN = "open", "Open"

    class Meta:
        abstract = True

    taken: Any
    changes_to: Any
    write_entry: Any
    removed: Any

    @step(
        source=State.OPEN,
        target=None,
        who=[Role.ROSTER_ADMINISTRATOR],
        checks=[
            rules.can_be_read,
            rules.not_there_already,
            rules.identifiers_are_free,
            nothing_above_the_ceiling,
        ],
        effects=[effects.write_new],
        event="directory.entry_added",
        label="Add an organization",
        asks_for=["values"],
        hidden=True,
    )
    def add(self, context: StepContext) -> None:
        """Add one organization."""
        context.details |= {"entry": context.inputs["entry"]}

    @step(
        source=State.OPEN,
        target=None,
        who=[Role.ROSTER_ADMINISTRATOR],
        checks=[
            *(
                rules.entry_is_as_shown,
                rules.can_be_read,
                rules.not_there_already,
                rules.identifiers_are_free,
            ),
            nothing_above_the_ceiling,
        ],
        effects=[effects.write_changed],
        event="directory.entry_changed",
        label="Correct an organization",
        asks_for=["values"],
        hidden=True,
    )
    def change(self, context: StepContext) -> None:
        """Correct one organization. The entry says what changed, but not the addresses of contacts."""
        changed = self.changes_to(context.inputs["entry"], context.inputs["values"])
        context.details |= {
            "entry": context.inputs["entry"],
            "changed": {name: "changed" if name == "contacts" else pair for name, pair in changed.items()},
        }

    @step(
        source=State.OPEN,
        target=None,
        who=[Role.ROSTER_ADMINISTRATOR],
        checks=[
            rules.entry_is_as_shown,
            rules.is_not_in_use,
            reason_given,
            nothing_above_the_ceiling,
        ],
        effects=[effects.write_removed],
        event="directory.entry_removed",
        label="Remove an organization",
        asks_for=["reason"],
        hidden=True,
        consequence="The organization is no longer found, exported or counted. You can put it back later. A file that "
        "names it again adds it anew.",
    )
    def remove(self, context: StepContext) -> None:
        """Remove one organization, with a reason."""
        context.details |= {"entry": context.inputs["entry"], "reason": str(context.inputs["reason"])}

    @step(
        source=State.OPEN,
        target=None,
        who=[Role.ROSTER_ADMINISTRATOR],
        checks=[rules.was_removed, rules.its_place_is_free],
        effects=[effects.write_restored],
        event="directory.entry_restored",
        label="Put an organization back",
        hidden=True,
        consequence="The organization is in the directory again, with the values that it had.",
    )
    def restore(self, context: StepContext) -> None:
        """Put back one organization that was removed by hand."""
        context.details |= {"entry": context.inputs["entry"]}
