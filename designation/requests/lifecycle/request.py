"""A designation request: from a developer's draft to an outcome, and out again at any time.

What always holds: the developer alone can leave every state that is not final, in one step, giving no reason; silence
of either side grants nothing and costs nothing; an outcome stands until another replaces it.
"""

from __future__ import annotations

import uuid

from designation.content.markings import nothing_above_the_ceiling
from designation.requests import cascades, effects, rules
from designation.requests.lifecycle.non_transition import NonTransitionSteps
from designation.requests.lifecycle.states import (
    ANSWER,
    ANSWERING,
    COMPLETENESS,
    CONCLUSION,
    DETERMINATION,
    DETERMINED,
    GOVERNMENTS_CLOCKS,
    LIVE,
    UNDER_WAY,
    State,
)
from designation.roles import DEVELOPER_ROLES, LEAD_REVIEWER, Role
from workflow.approvals import Quorum
from workflow.deadlines import Cancels, Meets, Pauses, Resumes
from workflow.guards import StepContext, reason_given
from workflow.steps import Computed, step

OFFICIAL_AND_CERTIFIER = Quorum(
    rules.official_and_certifier, "a determining official and a records certifier", audience="government"
)


class RequestSteps(NonTransitionSteps):
    """The machine of a request."""

    State = State

    class Meta:
        abstract = True

    def content(self, step: str) -> dict[str, object]:
        """What somebody certifies or sends who may not have typed it: the application, the answers to questions."""
        if step == "submit":
            return {"answers": self.answers_digest(), "notices": self.notices_digest()}
        return (
            {"replies": self.replies_digest()}
            if step in ("answer_clarification", "answer_information")
            else {}
        )

    @step(
        source=State.DRAFT,
        target=State.SUBMITTED,
        who=[Role.CERTIFYING_OFFICER],
        guards=[
            rules.application_is_complete,
            rules.release_plan_holds,
            rules.one_live_request,
            rules.a_policy_is_in_force,
        ],
        checks=[rules.certified, rules.notice_acknowledged],
        reauthenticate=True,
        deadlines=[COMPLETENESS],
        effects=[effects.involve_the_lead_agency],
        cascades=[cascades.adopt_the_plan],
        event="request.submitted",
        label="Certify and submit",
        asks_for=["certified", "voluntary_notice"],
        consequence="The government can read the application from now on, and its time to check it starts.",
    )
    def submit(self, context: StepContext) -> None:
        """Hand the application to the government, pinned to the policy version in force."""
        self.policy = self.policy_in_force(context.now)
        self.submitted_at = self.submitted_at or context.now
        self.certified_by_id = context.actor.id
        context.details["answers"] = self.answers_digest()
        context.details["policy"] = str(self.policy.pk)

    @step(
        source=State.SUBMITTED,
        target=State.IN_ASSESSMENT,
        who=[Role.INTAKE_OFFICER],
        checks=[rules.lead_is_eligible],
        deadlines=[Meets(("completeness",)), DETERMINATION],
        effects=[effects.open_consultations],
        event="request.accepted",
        label="Accept as complete",
        asks_for=["lead"],
        consequence="The determination clock starts and the offices that the policy names are consulted.",
    )
    def accept(self, context: StepContext) -> None:
        """Find the application complete, name the lead reviewer and start the determination clock."""
        self.lead_id = uuid.UUID(str(context.inputs["lead"]))
        self.accepted_at = context.now
        self.rounds_asked, self.extensions_used, self.more_rounds_agreed = 0, 0, False

    @step(
        source=State.SUBMITTED,
        target=State.CLARIFICATION_REQUESTED,
        who=[Role.INTAKE_OFFICER],
        guards=[rules.rounds_left],
        checks=[rules.questions_are_asked, nothing_above_the_ceiling],
        deadlines=[Pauses(("completeness",)), ANSWER],
        effects=[effects.write_questions],
        event="request.clarification_asked",
        label="Ask for clarification",
        asks_for=["questions"],
        hidden=True,
        consequence="Your clock stands still until the developer answers.",
    )
    def ask_clarification(self, context: StepContext) -> None:
        """Ask itemized questions; the government's clock pauses and the developer's starts."""
        self._ask(context)

    @step(
        source=State.CLARIFICATION_REQUESTED,
        target=State.SUBMITTED,
        who=DEVELOPER_ROLES,
        guards=[rules.every_question_answered],
        deadlines=[Resumes(("completeness",)), Meets(("answer",))],
        effects=[effects.settle_questions],
        event="request.clarification_answered",
        label="Send the answers",
        consequence="The government sees your answers and its clock goes on.",
    )
    def answer_clarification(self, context: StepContext) -> None:
        """Answer every item; revised fields become part of the application."""
        self._answer(context)

    @step(
        source=State.IN_ASSESSMENT,
        target=State.INFORMATION_REQUESTED,
        who=[Role.REVIEWER, LEAD_REVIEWER],
        guards=[rules.rounds_left],
        checks=[rules.questions_are_asked, nothing_above_the_ceiling],
        deadlines=[Pauses(("determination",)), ANSWER],
        effects=[effects.write_questions],
        event="request.information_asked",
        label="Ask for information",
        asks_for=["questions"],
        hidden=True,
        consequence="Your clock stands still until the developer answers.",
    )
    def request_information(self, context: StepContext) -> None:
        """Ask itemized questions during the assessment; the government's clock pauses."""
        self._ask(context)

    @step(
        source=State.INFORMATION_REQUESTED,
        target=State.IN_ASSESSMENT,
        who=DEVELOPER_ROLES,
        guards=[rules.every_question_answered],
        deadlines=[Resumes(("determination",)), Meets(("answer",))],
        effects=[effects.settle_questions],
        event="request.information_answered",
        label="Send the answers",
        consequence="The government sees your answers and its clock goes on.",
    )
    def answer_information(self, context: StepContext) -> None:
        """Answer every item; the assessment goes on."""
        self._answer(context)

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
        audience="government",
        event="request.recommended",
        label="Recommend an outcome",
        asks_for=["outcome", "date", "authority", "reference"],
        consequence="The determining official decides next. The developer does not see this step.",
    )
    def recommend(self, context: StepContext) -> None:
        """Record the assessment: outcome, date, authority and an opaque reference, nothing else."""
        self.recommended_outcome = context.inputs["outcome"]
        self.assessed_on = context.inputs["date"]
        self.authority = context.inputs["authority"].strip()
        self.reference = context.inputs["reference"].strip()
        self.recommended_by_id = context.actor.id
        context.details |= {
            name: context.inputs[name] for name in ("outcome", "date", "authority", "reference")
        }

    @step(
        source=State.RECOMMENDED,
        target=State.IN_ASSESSMENT,
        who=[Role.DETERMINING_OFFICIAL],
        checks=[reason_given, nothing_above_the_ceiling],
        audience="government",
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
        """Determine that the model is not a covered frontier model; its windows end."""
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
        """Ask the government to look again, with new information and another lead reviewer."""
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
        """Let the standing outcome stand: a reconsideration not decided in time changes nothing."""

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
        """Ask anew after the government's silence."""
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
        """End the government's time without a determination; nothing is held against anybody."""

    @step(
        source=ANSWERING,
        target=State.CLOSED,
        by_clock=True,
        guards=[rules.no_outcome_stands],
        cascades=[cascades.dissolve_consultations],
        leaves=True,
        event="request.closed_unanswered",
        label="Close, unanswered",
    )
    def close_unanswered(self, context: StepContext) -> None:
        """Close without prejudice because the answer did not come; it can be filed anew with one click."""

    @step(
        source=[*DETERMINED, State.NO_DETERMINATION],
        target=State.CONCLUDED,
        who=DEVELOPER_ROLES,
        by_clock=True,
        cascades=[cascades.dissolve_consultations],
        leaves=True,
        event="request.concluded",
        label="Conclude",
        consequence="The request ends. What was shared under it is destroyed.",
    )
    def conclude(self, context: StepContext) -> None:
        """End a request that has run its course."""

    @step(
        source=LIVE,
        target=State.WITHDRAWN,
        who=[Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT],
        cascades=[cascades.dissolve_consultations],
        leaves=True,
        event="request.withdrawn",
        label="Withdraw",
        consequence="Every access under this request ends now and destruction starts. You give no reason, and nothing "
        "is held against you. This cannot be undone; a new request is always open to you.",
    )
    def withdraw(self, context: StepContext) -> None:
        """Leave, at once and without a reason; every access ends with it."""

    def _ask(self, context: StepContext) -> None:
        self.rounds_asked += 1
        context.details["questions"] = [item["field"] for item in context.inputs["questions"]]

    def _answer(self, context: StepContext) -> None:
        revised = {q.field: q.revised for q in self.open_questions() if q.revised not in (None, "")}
        self.answers = {**self.answers, **revised}
        self.extensions_used, self.more_rounds_agreed = 0, False
        context.details["revised"] = sorted(revised)
        context.details["answers"] = self.answers_digest()

    def _determine(self, outcome: str, context: StepContext) -> None:
        self.standing_outcome = outcome
        self.determined_at = context.now
        self.sharing_text = str(context.inputs.get("sharing_text", "")).strip()
        context.details |= {"outcome": outcome, "authority": self.authority, "date": str(self.assessed_on)}

    def _start_over(self) -> None:
        self.former_lead_id = (self.recommended_by_id or self.lead_id) if self.standing_outcome else None
        self.lead_id = None
        self.recommended_by_id, self.recommended_outcome = None, ""
        self.rounds_asked, self.extensions_used, self.more_rounds_agreed = 0, 0, False
