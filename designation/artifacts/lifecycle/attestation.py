"""An attestation: a person who opened what was shared states that they keep no copy of it."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from designation.artifacts.lifecycle.due import after
from designation.artifacts.rules import ending
from designation.content.markings import nothing_above_the_ceiling
from designation.roles import Role, Side
from workflow.creating.declaring import Creation
from workflow.deadlines import Meets, Sets
from workflow.guards import StepContext
from workflow.models import Stateful
from workflow.steps import step

ATTESTED_WITHIN = timedelta(days=10)


class AttestationSteps(Stateful):
    """The machine of an attestation."""

    SIDES = (Side.DEVELOPER, Side.GOVERNMENT)
    CREATIONS = (
        Creation(
            name="ask",
            label="Ask for an attestation",
            event="attestation.asked",
            on="window",
            by_clock=True,
            sets=(Sets("attestation", "fall_overdue", after(ATTESTED_WITHIN, 3, 1)),),
            reserved="The system asks for attestations when a window is destroyed.",
        ),
    )

    class State(models.TextChoices):
        DUE = "due", "Due"
        OVERDUE = "overdue", "Overdue"
        ATTESTED = "attested", "Attested"

    class Meta:
        abstract = True

    @step(
        source=[State.DUE, State.OVERDUE],
        target=State.ATTESTED,
        who=[Role.EVALUATOR, Role.PARTNER_EVALUATOR, Role.APPROVING_OFFICIAL, Role.PARTNER_ADMINISTRATOR],
        guards=[ending.answers_for_the_holder],
        checks=[ending.statement_confirmed, nothing_above_the_ceiling],
        deadlines=[Meets(("attestation",))],
        event="attestation.attested",
        label="Attest",
        asks_for=["no_copies", "remarks"],
        consequence="Both sides see your statement in the record.",
    )
    def attest(self, context: StepContext) -> None:
        """State that no copy, note or credential is kept."""
        if remarks := str(context.inputs.get("remarks", "")).strip():
            context.details["remarks"] = remarks

    @step(
        source=State.DUE,
        target=State.OVERDUE,
        by_clock=True,
        event="attestation.overdue",
        label="Note that an attestation is overdue",
    )
    def fall_overdue(self, context: StepContext) -> None:
        """Tell both sides that the person did not attest in time."""
