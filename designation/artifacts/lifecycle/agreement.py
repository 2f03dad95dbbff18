"""An agreement that evaluators accept before they read anything, in versions; and the acceptance by one person.

The developer writes a version, and its certifying officer puts it into force. It replaces the version before it, so
everybody is asked again. Nothing is ever deleted: who accepted which text stays provable.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from designation.artifacts import cascades
from designation.artifacts.rules import agreements as rules
from designation.content.markings import nothing_above_the_ceiling
from designation.roles import DEVELOPER_ROLES, Role, Side
from designation.windows.rules.grants import is_the_person_named, still_an_evaluator
from workflow.creating.declaring import Creation
from workflow.guards import StepContext, by_cascade, reason_given
from workflow.models import Stateful
from workflow.steps import step


class AgreementSteps(Stateful):
    """The machine of one version of an agreement."""

    SIDES = (Side.DEVELOPER, Side.GOVERNMENT)
    CREATIONS = (
        Creation(
            name="write",
            label="Write a version of the agreement",
            event="agreement.written",
            on="request",
            who=frozenset({Role.DRAFTER, Role.CERTIFYING_OFFICER}),
            guards=(rules.request_takes_agreements, rules.no_draft_waits),
            checks=(
                *(rules.agreement_is_complete, rules.agreement_is_not_too_long, rules.agreement_differs),
                nothing_above_the_ceiling,
            ),
            sides=(Side.DEVELOPER,),
            reserved="Drafters and certifying officers of the developer write agreements.",
            consequence="Only your side sees it until a certifying officer puts it into force.",
        ),
    )

    class State(models.TextChoices):
        DRAFT = "draft", "Not in force yet"
        IN_FORCE = "in_force", "In force"
        REPLACED = "replaced", "Replaced"
        WITHDRAWN = "withdrawn", "Withdrawn"
        DISCARDED = "discarded", "Discarded"

    class Meta:
        abstract = True

    number: Any
    title: str
    digest: str
    in_force_at: Any
    ended_at: Any
    next_number: Any

    def content(self, step: str) -> dict[str, object]:
        """Return what the certifying officer puts into force: the text, by its digest."""
        return {"agreement": self.digest} if step == "put_in_force" else {}

    @step(
        source=State.DRAFT,
        target=State.IN_FORCE,
        who=[Role.CERTIFYING_OFFICER],
        guards=[rules.request_of_agreement_is_live],
        reauthenticate=True,
        cascades=[cascades.replace_agreements],
        event="agreement.in_force",
        label="Put this version into force",
        consequence="Every evaluator has to read this text in full and accept it before they read, download or see a "
        "credential. Evaluators who are reading now are stopped at once and must accept it to continue.",
    )
    def put_in_force(self, context: StepContext) -> None:
        """Put this version into force. Evaluators who have not accepted it can no longer read."""
        self.number = self.next_number()
        self.in_force_at = context.now
        context.details |= {"agreement": self.number, "title": self.title, "agreement_digest": self.digest}

    @step(
        source=State.IN_FORCE,
        target=State.REPLACED,
        by_clock=True,
        guards=[by_cascade],
        event="agreement.replaced",
        label="Replace with a new version",
    )
    def replace(self, context: StepContext) -> None:
        """Note that another version is in force now. The text and its acceptances stay."""
        self._end(context)

    @step(
        source=State.IN_FORCE,
        target=State.WITHDRAWN,
        who=[Role.CERTIFYING_OFFICER],
        checks=[reason_given, nothing_above_the_ceiling],
        reauthenticate=True,
        event="agreement.withdrawn",
        label="Withdraw the agreement",
        asks_for=["reason"],
        consequence="No agreement is in force any more: evaluators read without accepting one. The text and who "
        "accepted it stay in the record.",
    )
    def withdraw(self, context: StepContext) -> None:
        """Withdraw the agreement. No agreement is in force from now on; the text and its acceptances stay."""
        self._end(context)
        context.details["reason"] = context.inputs["reason"]

    @step(
        source=State.DRAFT,
        target=State.DISCARDED,
        who=DEVELOPER_ROLES,
        by_clock=True,
        sides=[Side.DEVELOPER],
        leaves=True,
        event="agreement.discarded",
        label="Discard this version",
        consequence="This version was never in force. The government does not learn of it.",
    )
    def discard(self, context: StepContext) -> None:
        """Discard a version that was never in force."""

    def _end(self, context: StepContext) -> None:
        self.ended_at = context.now
        context.details |= {"agreement": self.number, "agreement_digest": self.digest}


class AcceptanceSteps(Stateful):
    """The machine of an acceptance. It has no steps: nobody takes an acceptance back or changes it."""

    SIDES = (Side.DEVELOPER, Side.GOVERNMENT)
    CREATIONS = (
        Creation(
            name="accept",
            label="Accept the agreement",
            event="acceptance.given",
            on="grant",
            who=frozenset({Role.EVALUATOR, Role.PARTNER_EVALUATOR}),
            guards=(
                is_the_person_named,
                still_an_evaluator,
                rules.developer_has_concurred,
                rules.an_agreement_is_in_force,
            ),
            checks=(
                rules.agreement_is_the_one_in_force,
                rules.is_not_accepted_yet,
                rules.text_was_shown,
                rules.agreement_is_confirmed,
            ),
            reserved="Evaluators accept agreements.",
            consequence="Both sides see in the record which version you accepted, and when.",
        ),
    )

    class State(models.TextChoices):
        GIVEN = "given", "Accepted"

    class Meta:
        abstract = True
