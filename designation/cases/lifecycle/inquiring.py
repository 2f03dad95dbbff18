"""Stopping access, and the inquiry. Nothing comes back because time passed."""

from __future__ import annotations

from designation.cases import cascades, clocks, effects, rules
from designation.cases.lifecycle.states import TWO, WRITTEN, State
from designation.cases.parties import OFFICER
from workflow.deadlines import Meets
from workflow.guards import StepContext
from workflow.models import Stateful
from workflow.steps import step


class InquirySteps(Stateful):
    """The steps from triage to the inquiry."""

    class Meta:
        abstract = True

    @step(
        source=State.TRIAGE,
        target=State.CONTAINED,
        who=[OFFICER],
        guards=[rules.somebody_is_named],
        checks=WRITTEN,
        effects=[effects.suspend_the_person],
        cascades=[cascades.record_where_it_stops],
        deadlines=[Meets(("case_triage",)), clocks.REVIEW],
        reauthenticate=True,
        asks_for=["reason"],
        event="case.contained",
        label="Stop access",
        consequence="The person cannot read, take a step or sign anywhere. They are told that their access is "
        "suspended, and not why. Two people lift the suspension; it never ends by itself.",
    )
    def contain(self, context: StepContext) -> None:
        """Stop the person's access everywhere, without learning who they are."""
        self.contained_at = context.now
        context.details["reason"] = context.inputs["reason"]

    @step(
        source=State.CONTAINED,
        target=None,
        who=[OFFICER],
        checks=WRITTEN,
        deadlines=[clocks.REVIEW],
        asks_for=["reason"],
        event="case.reviewed",
        label="Review the containment",
        consequence="Access stays stopped. The next review is due in 72 hours.",
    )
    def review(self, context: StepContext) -> None:
        """Say why access is still stopped."""
        context.details["reason"] = context.inputs["reason"]

    @step(
        source=[State.TRIAGE, State.CONTAINED],
        target=State.INQUIRY,
        who=[OFFICER],
        quorum=TWO,
        reauthenticate=True,
        deadlines=[Meets(("case_triage", "case_review")), clocks.INQUIRY],
        event="case.inquiry_begun",
        label="Begin an inquiry",
        consequence="The inquiry is due in 30 days. Two officers can renew it.",
    )
    def inquire(self, context: StepContext) -> None:
        """Begin an inquiry."""

    @step(
        source=State.INQUIRY,
        target=None,
        who=[OFFICER],
        quorum=TWO,
        reauthenticate=True,
        deadlines=[clocks.INQUIRY],
        event="case.inquiry_renewed",
        label="Renew the inquiry",
        consequence="The inquiry is due in 30 days from now.",
    )
    def renew(self, context: StepContext) -> None:
        """Give the inquiry another 30 days."""
