"""A consultation: one office is asked for its view of one request.

A missing answer counts neither for nor against, and does not hold up the request.
"""

from __future__ import annotations

from django.db import models

from designation.content.markings import nothing_above_the_ceiling
from designation.policies import clocks
from designation.requests.rules import consultations
from designation.roles import Role, Side
from workflow.creating.declaring import Creation
from workflow.deadlines import Meets, Sets
from workflow.guards import StepContext, by_cascade, reason_given
from workflow.models import Stateful
from workflow.steps import step

OWN_OFFICE = [consultations.speaks_for_the_office]
IN_WORDS = [reason_given, nothing_above_the_ceiling]


class ConsultationSteps(Stateful):
    """The machine of a consultation. The developer cannot see consultations."""

    SIDES = (Side.GOVERNMENT,)
    CREATIONS = (
        Creation(
            name="open",
            label="Ask an office",
            event="consultation.opened",
            on="request",
            by_clock=True,
            guards=(by_cascade,),
            sets=(Sets("consultation", "pass_over", clocks.by_policy("consultation")),),
            consequence="An assessment asks every office that the policy names.",
        ),
    )

    class State(models.TextChoices):
        OPEN = "open", "Asked"
        CONCURRED = "concurred", "Concurs"
        OBJECTED = "objected", "Objects"
        COMMENTED = "commented", "Comments"
        NO_ANSWER = "no_answer", "No answer"
        DISSOLVED = "dissolved", "No longer needed"

    class Meta:
        abstract = True

    @step(
        source=State.OPEN,
        target=State.CONCURRED,
        who=[Role.CONSULTED_OFFICIAL],
        guards=OWN_OFFICE,
        deadlines=[Meets(("consultation",))],
        event="consultation.concurred",
        label="Concur with the assessment",
        consequence="Your office agrees with the assessment. Your answer is recorded and cannot be changed.",
    )
    def concur(self, context: StepContext) -> None:
        """Concur on behalf of the office."""
        self.answered_by_id, self.answered_at = context.actor.id, context.now

    @step(
        source=State.OPEN,
        target=State.OBJECTED,
        who=[Role.CONSULTED_OFFICIAL],
        guards=OWN_OFFICE,
        checks=IN_WORDS,
        deadlines=[Meets(("consultation",))],
        event="consultation.objected",
        label="Object to the assessment",
        asks_for=["reason"],
        consequence="Your office disagrees with the assessment, for the reason that you give. This blocks nothing: the "
        "lead reviewer and the determining official read it.",
    )
    def object(self, context: StepContext) -> None:
        """Object on behalf of the office, with a reason."""
        self._answer(context)

    @step(
        source=State.OPEN,
        target=State.COMMENTED,
        who=[Role.CONSULTED_OFFICIAL],
        guards=OWN_OFFICE,
        checks=IN_WORDS,
        deadlines=[Meets(("consultation",))],
        event="consultation.commented",
        label="Comment on the assessment",
        asks_for=["reason"],
        consequence="Your office comments on the assessment without concurring or objecting.",
    )
    def comment(self, context: StepContext) -> None:
        """Comment on behalf of the office."""
        self._answer(context)

    @step(
        source=State.OPEN,
        target=State.NO_ANSWER,
        by_clock=True,
        event="consultation.unanswered",
        label="No answer in time",
    )
    def pass_over(self, context: StepContext) -> None:
        """End the consultation, because the office did not answer in time. This counts neither way."""

    @step(
        source=State.OPEN,
        target=State.DISSOLVED,
        by_clock=True,
        event="consultation.dissolved",
        label="No longer needed",
    )
    def dissolve(self, context: StepContext) -> None:
        """End the consultation because its request has moved on."""

    def _answer(self, context: StepContext) -> None:
        self.answered_by_id, self.answered_at, self.answer = (
            context.actor.id,
            context.now,
            context.inputs["reason"].strip(),
        )
        context.details["answer"] = self.answer
