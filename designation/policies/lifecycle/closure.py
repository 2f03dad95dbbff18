"""The lifecycle of a closure of federal offices: an editor enters it, and two editors put it into force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from designation.content.markings import nothing_above_the_ceiling
from designation.policies.rules import closures as rules
from designation.roles import Role, Side
from workflow.approvals import TWO_PEOPLE
from workflow.creating.declaring import Creation
from workflow.guards import StepContext
from workflow.jobs import Queues
from workflow.models import Stateful
from workflow.steps import step

MOVE_CLOCKS = "move_clocks"
"""The kind of the job that moves the clocks (`workflow/closing/moving.py`)."""


def _day(closure: Any, _context: StepContext) -> Mapping[str, Any]:
    return {"day": closure.day.isoformat()}


class ClosureSteps(Stateful):
    """The lifecycle of a closure. It is never taken back: clocks only move later."""

    SIDES = tuple(Side)
    CREATIONS = (
        Creation(
            name="enter",
            label="Enter a closure",
            event="closure.entered",
            who=frozenset({Role.POLICY_EDITOR}),
            checks=(
                rules.day_lies_ahead,
                rules.day_is_a_business_day,
                rules.day_is_not_proposed,
                rules.source_is_given,
                nothing_above_the_ceiling,
            ),
            reserved=rules.RESERVED,
            consequence="Nothing changes until two policy editors of different offices have signed.",
        ),
    )

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        IN_FORCE = "in_force", "In force"
        DISCARDED = "discarded", "Discarded"

    class Meta:
        abstract = True

    def content(self, step: str) -> dict[str, object]:
        """Return what editors sign: the day and the source."""
        return {"day": str(self.day), "source": self.source}

    @step(
        source=State.PROPOSED,
        target=State.IN_FORCE,
        who=[Role.POLICY_EDITOR],
        guards=[rules.day_lies_ahead],
        reauthenticate=True,
        quorum=TWO_PEOPLE,
        jobs=[Queues(MOVE_CLOCKS, _day)],
        event="closure.activated",
        label="Sign and put into force",
        consequence="The day is no longer a business day. Each running clock on business days that is due on it or "
        "later is due one business day later. You cannot undo this.",
    )
    def activate(self, context: StepContext) -> None:
        """Put the closure into force."""
        self.in_force_at = context.now

    @step(
        source=State.PROPOSED,
        target=State.DISCARDED,
        who=[Role.POLICY_EDITOR],
        event="closure.discarded",
        label="Discard",
        consequence="This closure is kept in the record and never comes into force.",
    )
    def discard(self, context: StepContext) -> None:
        """Discard the proposal."""
