"""The lifecycle of a policy version: editors draft it, and two people put it into force or one discards it."""

from __future__ import annotations

from django.db import models

from designation.policies.rules import policies as rules
from designation.roles import Role, Side
from workflow.approvals import TWO_PEOPLE
from workflow.creating.declaring import Creation
from workflow.guards import StepContext
from workflow.models import Stateful
from workflow.steps import step


class PolicySteps(Stateful):
    """The lifecycle of a policy version."""

    SIDES = tuple(Side)
    CREATIONS = (
        Creation(
            name="draft",
            label="Begin a policy version",
            event="policy.drafted",
            who=frozenset({Role.POLICY_EDITOR}),
            by_clock=True,
            reserved=rules.RESERVED,
            consequence="A draft is made from the newest version. Every policy editor can change it.",
        ),
    )

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        ACTIVE = "active", "In force from its date"
        DISCARDED = "discarded", "Discarded"

    class Meta:
        abstract = True

    def content(self, step: str) -> dict[str, object]:
        """Return what editors sign: the whole version and its effective date."""
        return {"effective_at": str(self.effective_at), "number": self.number, "values": self.values}

    @step(
        source=State.DRAFT,
        target=State.ACTIVE,
        who=[Role.POLICY_EDITOR],
        guards=[rules.content_is_sound, rules.effective_date_lies_ahead, rules.enough_people],
        reauthenticate=True,
        quorum=TWO_PEOPLE,
        event="policy.activated",
        label="Sign and put into force",
        consequence="From its effective date on, requests that are submitted follow this version.",
    )
    def activate(self, context: StepContext) -> None:
        """Put the version into force from its effective date on."""
        self.activated_at = context.now

    @step(
        source=State.DRAFT,
        target=State.DISCARDED,
        who=[Role.POLICY_EDITOR],
        event="policy.discarded",
        label="Discard",
        consequence="This draft is kept in the record and never comes into force.",
    )
    def discard(self, context: StepContext) -> None:
        """Discard the draft."""
