"""The destruction of a window's keys as a certificate: issued by the clock, then certified by two custodians.

Certifying is a duty after the destruction, never a condition for it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models

from designation.artifacts.lifecycle.due import after
from designation.artifacts.rules import ending
from designation.roles import Role, Side
from workflow.approvals import Quorum, two_people_of_different_offices
from workflow.creating.declaring import Creation
from workflow.deadlines import Meets, Sets
from workflow.guards import StepContext
from workflow.models import Stateful
from workflow.steps import step

CERTIFIED_WITHIN = timedelta(days=10)


class DestructionSteps(Stateful):
    """The machine of a destruction certificate."""

    SIDES = (Side.DEVELOPER, Side.GOVERNMENT)
    CREATIONS = (
        Creation(
            name="issue",
            label="Issue a destruction certificate",
            event="destruction.issued",
            on="window",
            by_clock=True,
            sets=(Sets("certification", "fall_overdue", after(CERTIFIED_WITHIN, 3, 1)),),
            reserved="The system issues certificates when keys are destroyed.",
        ),
    )

    class State(models.TextChoices):
        ISSUED = "issued", "Waiting for certification"
        OVERDUE = "overdue", "Certification overdue"
        CERTIFIED = "certified", "Certified"

    class Meta:
        abstract = True

    signature: Any

    def content(self, step: str) -> dict[str, object]:
        """Return what custodians certify: the signed certificate."""
        return {"certificate": self.signature} if step == "certify" else {}

    @step(
        source=[State.ISSUED, State.OVERDUE],
        target=State.CERTIFIED,
        who=[Role.CUSTODIAN],
        guards=[ending.has_not_evaluated_here],
        quorum=Quorum(two_people_of_different_offices, "two custodians of different offices"),
        deadlines=[Meets(("certification",))],
        event="destruction.certified",
        label="Certify the destruction",
        consequence="You certify that your side keeps nothing of what was shared, apart from what the certificate "
        "lists, once a second custodian of another office has certified it too.",
    )
    def certify(self, context: StepContext) -> None:
        """Certify, as two custodians of different offices, that nothing is kept apart from what is listed."""

    @step(
        source=State.ISSUED,
        target=State.OVERDUE,
        by_clock=True,
        event="destruction.overdue",
        label="Note that certification is overdue",
    )
    def fall_overdue(self, context: StepContext) -> None:
        """Tell both sides that nobody certified the destruction in time."""
