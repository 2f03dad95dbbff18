"""The assessment and its outcome, and what happens when the government does not decide in time."""

from __future__ import annotations

from designation.content.markings import nothing_above_the_ceiling
from designation.requests import cascades
from designation.requests.lifecycle.states import (
    COMPLETENESS,
    CONCLUSION,
    DETERMINED,
    GOVERNMENTS_CLOCKS,
    UNDER_WAY,
    State,
)
from designation.requests.quorums import OFFICIAL_AND_CERTIFIER
from designation.requests.rules import requests as rules
from designation.roles import DEVELOPER_ROLES, LEAD_REVIEWER, Role, Side
from workflow.deadlines import Cancels, Meets
from workflow.guards import StepContext, reason_given
from workflow.models import Stateful
from workflow.steps import Computed, step


class DeterminationSteps(Stateful):
    """The steps that lead to an outcome, and those that reopen one."""

    class Meta:
        abstract = True

    @step(
        source=State.IN_ASSESSMENT,
        target=State.RECOMMENDED,
        who=[LEAD_REVIEWER],
        guards=[rules.consultations_are_over],
        checks=[
            rules.recommendation_is_recorded,
            rules.assessment_is_not_ahead,
            rules.assessment_follows_submission,
            nothing_above_the_ceiling,
        ],
        sides=[Side.GOVERNMENT],
        event="request.recommended",
        label="Recommend an outcome",
        asks_for=["outcome", "date", "authority", "reference"],
        consequence="The determining official decides next. The developer does not see this step.",
    )
    def recommend(self, context: StepContext) -> None:
        """Record the assessment: outcome, date, authority and opaque reference, and nothing else."""
        self.recommended_outcome = context.inputs["outcome"]
        self.assessed_on = context.inputs["date"]
        self.authority = context.inputs["authority"].strip()
        self.reference = context.inputs["reference"].strip()
        self.recommended_by_id = context.actor.id
        self.assessed_application = self.answers_digest()
        context.details |= {
            name: context.inputs[name] for name in ("outcome", "date", "authority", "reference")
        }

    @step(
        source=State.RECOMMENDED,
        target=State.IN_ASSESSMENT,
        who=[Role.DETERMINING_OFFICIAL],
        checks=[reason_given, nothing_above_the_ceiling],
        sides=[Side.GOVERNMENT],
        event="request.returned",
        label="Return to assessment",
        asks_for=["reason"],
        consequence="The lead reviewer takes it up again. The developer does not see this step.",
    )
    def return_to_assessment(self, context: StepContext) -> None:
        """Send the recommendation back, with a reason."""
        context.details["reason"] = context.inputs["reason"]

    @step(
        source=State.RECOMMENDED,
        target=State.COVERED,
        who=[Role.DETERMINING_OFFICIAL, Role.RECORDS_CERTIFIER],
        guards=[rules.did_not_recommend],
        checks=[nothing_above_the_ceiling],
        reauthenticate=True,
        quorum=OFFICIAL_AND_CERTIFIER,
        deadlines=[Meets(("determination",)), CONCLUSION],
        event="request.determined_covered",
        label="Determine: covered",
        asks_for=["sharing_text"],
        consequence="The model is a covered frontier model. The developer may propose an access window.",
    )
    def determine_covered(self, context: StepContext) -> None:
        """Determine that the model is a covered frontier model."""
        self._determine("covered", context)

    @step(
        source=State.RECOMMENDED,
        target=State.NOT_COVERED,
        who=[Role.DETERMINING_OFFICIAL, Role.RECORDS_CERTIFIER],
        guards=[rules.did_not_recommend],
        checks=[nothing_above_the_ceiling],
        reauthenticate=True,
        quorum=OFFICIAL_AND_CERTIFIER,
        deadlines=[Meets(("determination",)), CONCLUSION],
        event="request.determined_not_covered",
        label="Determine: not covered",
        asks_for=["sharing_text"],
        consequence="The model is not a covered frontier model. Windows under this request end.",
    )
    def determine_not_covered(self, context: StepContext) -> None:
        """Determine that the model is not a covered frontier model. Its windows under this request end."""
        self._determine("not_covered", context)

    @step(
        source=DETERMINED,
        target=State.SUBMITTED,
        who=DEVELOPER_ROLES,
        guards=[rules.not_reconsidered_before],
        checks=[rules.new_information_given, nothing_above_the_ceiling],
        deadlines=[Cancels(("conclusion",)), COMPLETENESS],
        event="request.reconsideration_sought",
        label="Seek reconsideration",
        asks_for=["new_information"],
        consequence="The present outcome stands until another replaces it. You can do this once.",
    )
    def seek_reconsideration(self, context: StepContext) -> None:
        """Ask the government to decide again, on new information and with a different lead reviewer."""
        self.reconsidered = True
        self.new_information = context.inputs["new_information"].strip()
        self._start_over()

    @step(
        source=UNDER_WAY,
        target=Computed(lambda request: request.standing_outcome, DETERMINED),
        by_clock=True,
        guards=[rules.an_outcome_stands],
        deadlines=[Cancels((*GOVERNMENTS_CLOCKS, "answer")), CONCLUSION],
        cascades=[cascades.dissolve_consultations],
        event="request.outcome_stands",
        label="The outcome stands",
    )
    def stand(self, context: StepContext) -> None:
        """Keep the standing outcome, because the reconsideration was not decided in time."""

    @step(
        source=State.NO_DETERMINATION,
        target=State.SUBMITTED,
        who=DEVELOPER_ROLES,
        deadlines=[Cancels(("conclusion",)), COMPLETENESS],
        event="request.asked_again",
        label="Ask again",
        consequence="The same application goes to the government again, with new clocks.",
    )
    def ask_again(self, context: StepContext) -> None:
        """Submit the same application again after the government did not decide in time."""
        self._start_over()

    @step(
        source=[State.SUBMITTED, State.IN_ASSESSMENT, State.RECOMMENDED],
        target=State.NO_DETERMINATION,
        by_clock=True,
        guards=[rules.no_outcome_stands],
        deadlines=[Cancels(GOVERNMENTS_CLOCKS), CONCLUSION],
        cascades=[cascades.dissolve_consultations],
        event="request.lapsed",
        label="Lapse",
    )
    def lapse(self, context: StepContext) -> None:
        """End without a determination, because time ran out. Nothing is held against anyone."""

    def _determine(self, outcome: str, context: StepContext) -> None:
        self.standing_outcome = outcome
        self.determined_at = context.now
        self.sharing_text = str(context.inputs.get("sharing_text", "")).strip()
        context.details |= {"outcome": outcome, "authority": self.authority, "date": str(self.assessed_on)}

    def _start_over(self) -> None:
        self.former_lead_id = (self.recommended_by_id or self.lead_id) if self.standing_outcome else None
        self.lead_id = None
        self.recommended_by_id, self.recommended_outcome = None, ""
        self.assessed_application = ""
        self.rounds_asked, self.extensions_used, self.more_rounds_agreed = 0, 0, False
