"""From a draft to an assessment: submission, completeness check, questions and answers."""

from __future__ import annotations

import uuid

from designation.content.markings import nothing_above_the_ceiling
from designation.requests import cascades, effects
from designation.requests.lifecycle.states import (
    ANSWER,
    COMPLETENESS,
    DETERMINATION,
    State,
)
from designation.requests.rules import requests as rules
from designation.roles import DEVELOPER_ROLES, LEAD_REVIEWER, Role
from workflow.deadlines import Meets, Pauses, Resumes
from workflow.guards import StepContext
from workflow.models import Stateful
from workflow.steps import step


class SubmissionSteps(Stateful):
    """The steps that submit an application and complete it."""

    class Meta:
        abstract = True

    @step(
        source=State.DRAFT,
        target=State.SUBMITTED,
        who=[Role.CERTIFYING_OFFICER],
        guards=[
            rules.application_is_complete,
            rules.legends_are_clear,
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
        """Submit the application to the government and pin the request to the policy version in force."""
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
        """Accept the application as complete, name the lead reviewer and start the determination clock."""
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
        """Ask itemized questions. The government's clock pauses and the developer's clock starts."""
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
        """Send the answer to every question. Revised fields become part of the application."""
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
        """Ask itemized questions during the assessment. The government's clock pauses."""
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
        """Send the answer to every question. The assessment continues."""
        self._answer(context)

    def _ask(self, context: StepContext) -> None:
        self.rounds_asked += 1
        context.details["questions"] = [item["field"] for item in context.inputs["questions"]]

    def _answer(self, context: StepContext) -> None:
        revised = {q.field: q.revised for q in self.open_questions() if q.revised not in (None, "")}
        self.answers = {**self.answers, **revised}
        self.extensions_used, self.more_rounds_agreed = 0, False
        context.details["revised"] = sorted(revised)
        context.details["answers"] = self.answers_digest()
