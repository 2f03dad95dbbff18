"""A grant: one named person may evaluate within one window, if the other side expressly concurs."""

from __future__ import annotations

from typing import Any

from django.db import models

from designation.content.markings import nothing_above_the_ceiling
from designation.roles import Role, Side
from designation.windows import effects
from designation.windows.involvements import parties_follow_grant
from designation.windows.rules import grants, windows
from workflow.approvals import Quorum
from workflow.guards import StepContext, reason_given
from workflow.models import Stateful
from workflow.steps import step


class GrantSteps(Stateful):
    """The machine of a grant."""

    SIDES = (Side.DEVELOPER, Side.GOVERNMENT)

    class State(models.TextChoices):
        NOMINATED = "nominated", "Nominated"
        CONCURRED = "concurred", "Concurred"
        ACTIVE = "active", "Active"
        SUSPENDED = "suspended", "Suspended"
        ENDED = "ended", "Ended"

    class Meta:
        abstract = True

    window: Any

    def content(self, step: str) -> dict[str, object]:
        """Return what an evaluator accepts: the digest of the present terms, as the page shows them."""
        return {"terms": self._terms_digest()} if step == "activate" else {}

    @step(
        source=State.NOMINATED,
        target=State.CONCURRED,
        who=[Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT],
        guards=[grants.still_an_evaluator],
        event="grant.concurred",
        label="Concur",
        consequence="This person may accept the terms and then read under them while the window is open.",
    )
    def concur(self, context: StepContext) -> None:
        """Concur expressly with this person."""

    @step(
        source=State.CONCURRED,
        target=State.ACTIVE,
        who=[Role.EVALUATOR],
        guards=[grants.is_the_person_named, grants.still_an_evaluator],
        checks=[grants.conditions_accepted],
        effects=[effects.wake_opening],
        event="grant.activated",
        label="Accept the conditions",
        asks_for=["conditions"],
        consequence="You may read under these terms while the window is open. Every reading is recorded.",
    )
    def activate(self, context: StepContext) -> None:
        """Accept the conditions of use."""
        context.details["terms"] = self._terms_digest()

    def _terms_digest(self) -> str:
        terms = self.window.terms
        return terms.digest if terms else ""

    @step(
        source=State.ACTIVE,
        target=State.SUSPENDED,
        who=[*windows.DEVELOPERS, Role.INSIDER_RISK_OFFICER],
        checks=[reason_given, nothing_above_the_ceiling],
        event="grant.suspended",
        label="Suspend this person",
        asks_for=["reason"],
        consequence="This person's access stops now. One person of each side has to agree to lift it.",
    )
    def suspend(self, context: StepContext) -> None:
        """Stop one person's access immediately."""
        context.details["reason"] = context.inputs["reason"]

    @step(
        source=State.SUSPENDED,
        target=State.ACTIVE,
        who=[*windows.DEVELOPERS, *windows.GOVERNMENTS],
        guards=[grants.is_not_the_person_named, grants.still_an_evaluator],
        quorum=Quorum(windows.one_of_each_side, "one person of each side"),
        event="grant.resumed",
        label="Lift the suspension",
        consequence="This person's access goes on, once one person of each side has agreed.",
    )
    def resume(self, context: StepContext) -> None:
        """Lift the suspension, by agreement of both sides."""

    @step(
        source=[State.NOMINATED, State.CONCURRED, State.ACTIVE, State.SUSPENDED],
        target=State.ENDED,
        who=[*windows.DEVELOPERS, Role.APPROVING_OFFICIAL, Role.INSIDER_RISK_OFFICER, Role.EVALUATOR],
        by_clock=True,
        guards=[grants.answers_for_the_person],
        effects=[parties_follow_grant],
        leaves=True,
        event="grant.ended",
        label="End this person's access",
        consequence="This person's access ends now, for good.",
    )
    def end(self, context: StepContext) -> None:
        """End one person's access permanently."""
