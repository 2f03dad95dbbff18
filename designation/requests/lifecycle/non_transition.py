"""Steps that do not change a request's state: more time, another lead, recusal, interests, variants."""

from __future__ import annotations

import uuid

from designation.access.capacities import GOVERNMENT_IN_REQUESTS
from designation.content.markings import nothing_above_the_ceiling
from designation.requests import effects
from designation.requests.lifecycle.states import ANSWER, ANSWERING, DETERMINED, LIVE, UNDER_WAY, State
from designation.requests.rules import requests as rules
from designation.roles import DEVELOPER_ROLES, Role, Side
from workflow.approvals import TWO_PEOPLE
from workflow.guards import StepContext, reason_given
from workflow.models import Stateful
from workflow.steps import step

ERASING = (
    "The name of this person, and what they declared, goes from the record for good. What happened stays, every proof "
    "goes on holding, and copies that others hold already keep what they hold. Names under signed terms stay: they are "
    "part of what both sides agreed."
)


class NonTransitionSteps(Stateful):
    """The steps of a request that do not change its state."""

    class Meta:
        abstract = True

    @step(
        source=ANSWERING,
        target=None,
        who=DEVELOPER_ROLES,
        guards=[rules.extensions_left],
        deadlines=[ANSWER],
        event="request.extended",
        label="Take more time to answer",
        consequence="Your time to answer starts anew.",
    )
    def extend(self, context: StepContext) -> None:
        """Restart the developer's own answer clock."""
        self.extensions_used += 1

    @step(
        source=UNDER_WAY,
        target=None,
        who=DEVELOPER_ROLES,
        guards=[rules.more_rounds_not_agreed_yet],
        event="request.more_rounds_agreed",
        label="Agree to more rounds of questions",
        consequence="The government may ask further questions under the present clock.",
    )
    def agree_to_more_questions(self, context: StepContext) -> None:
        """Let the government ask more rounds of questions under the present clock."""
        self.more_rounds_agreed = True

    @step(
        source=[State.IN_ASSESSMENT, State.INFORMATION_REQUESTED, State.RECOMMENDED],
        target=None,
        who=[Role.INTAKE_OFFICER],
        checks=[rules.lead_is_eligible],
        sides=[Side.GOVERNMENT],
        event="request.lead_reassigned",
        label="Name another lead reviewer",
        asks_for=["lead"],
        consequence="The new lead reviewer takes over at once.",
    )
    def reassign_lead(self, context: StepContext) -> None:
        """Name a different lead reviewer."""
        self.lead_id = uuid.UUID(str(context.inputs["lead"]))

    @step(
        source=[state for state in LIVE if state != State.DRAFT],
        target=None,
        who=GOVERNMENT_IN_REQUESTS,
        sides=[Side.GOVERNMENT],
        effects=[effects.recuse],
        event="request.recused",
        label="Recuse yourself",
        consequence="You leave this matter for good: you will not see it in any list, search or mail.",
    )
    def recuse(self, context: StepContext) -> None:
        """Leave the matter everywhere and permanently."""
        if self.lead_id == context.actor.id:
            self.lead_id = None

    @step(
        source=[state for state in LIVE if state != State.DRAFT],
        target=None,
        who=GOVERNMENT_IN_REQUESTS,
        checks=[reason_given, nothing_above_the_ceiling],
        sides=[Side.GOVERNMENT],
        effects=[effects.declare],
        event="request.conflict_declared",
        label="Declare interests",
        asks_for=["reason"],
        consequence="Your declaration becomes part of the government's record of this matter.",
    )
    def declare_interests(self, context: StepContext) -> None:
        """Declare a conflict of interest, or declare that there is none."""
        context.personal["declaration"] = context.inputs["reason"]

    @step(
        source=list(State),
        target=None,
        who=[Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT],
        checks=[rules.details_are_of_the_own_side],
        quorum=TWO_PEOPLE,
        sides=[Side.DEVELOPER],
        reauthenticate=True,
        effects=[effects.erase_details],
        below=True,
        event="request.details_erased",
        label="Erase a person's details",
        asks_for=["person"],
        consequence=ERASING,
    )
    def erase_developer_details(self, context: StepContext) -> None:
        """Erase what the record says about a person on the developer's side. Two offices of that side sign."""

    @step(
        source=list(State),
        target=None,
        who=[Role.RECORDS_OFFICER, Role.CUSTODIAN, Role.DETERMINING_OFFICIAL],
        checks=[rules.details_are_of_the_own_side],
        quorum=TWO_PEOPLE,
        sides=[Side.GOVERNMENT],
        reauthenticate=True,
        effects=[effects.erase_details],
        below=True,
        event="request.details_erased",
        label="Erase a person's details",
        asks_for=["person"],
        consequence=ERASING,
    )
    def erase_government_details(self, context: StepContext) -> None:
        """Erase what the record says about a person on the government's side. Two offices of that side sign."""

    @step(
        source=[*UNDER_WAY, *DETERMINED, State.NO_DETERMINATION],
        target=None,
        who=[Role.CERTIFYING_OFFICER],
        guards=[rules.variants_need_no_new_request],
        checks=[rules.variant_is_new],
        event="request.variant_added",
        label="Add a variant",
        asks_for=["variant"],
        consequence="The variant becomes part of this request. The 30 days do not start anew.",
    )
    def add_variant(self, context: StepContext) -> None:
        """Add another variant of the same model to the request."""
        self.variants = [*self.variants, str(context.inputs["variant"])]
        self.variant_key = self.key_of(self.variants)
        self.answers = {**self.answers, "variants": self.variants}
        context.details["variant"] = str(context.inputs["variant"])
