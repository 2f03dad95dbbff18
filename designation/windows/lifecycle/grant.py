"""A grant: one named person may evaluate within one window, if the other side expressly concurs."""

from __future__ import annotations

from typing import Any

from django.db import models

from designation.content.markings import nothing_above_the_ceiling
from designation.roles import Role
from designation.windows import effects
from designation.windows import rules as windows
from designation.windows.involvements import parties_follow_grant
from workflow.approvals import Quorum
from workflow.guards import Pass, Refusal, StepContext, Verdict, reason_given
from workflow.models import Stateful
from workflow.steps import step


def is_the_person_named(grant: Any, context: StepContext) -> Verdict:
    """Only the person who is named may accept."""
    if context.actor.id == grant.person_id:
        return Pass()
    return Refusal("another_person", "Only the person who is named can accept.")


def still_an_evaluator(grant: Any, _context: StepContext) -> Verdict:
    """A named evaluator must hold the evaluator role at an agency that the terms name."""
    if grant.person_is_eligible():
        return Pass()
    return Refusal("not_eligible", "This person is no active evaluator of an agency that the terms name.")


def is_not_the_person_named(grant: Any, context: StepContext) -> Verdict:
    """A person who was suspended may not help to lift the suspension."""
    if context.actor.id != grant.person_id:
        return Pass()
    return Refusal("own_suspension", "This is about you, so another person of your side has to agree.")


def conditions_accepted(_grant: Any, context: StepContext) -> Verdict:
    """An evaluator must accept the conditions of use before access begins."""
    if context.inputs.get("conditions") is True:
        return Pass()
    return Refusal("conditions_not_accepted", "Confirm that you accept the terms of this window.")


def answers_for_the_person(grant: Any, context: StepContext) -> Verdict:
    """The developer, an insider-risk officer, an official of the person's agency, or the person may end access."""
    if (
        context.has_role(*windows.DEVELOPERS, Role.INSIDER_RISK_OFFICER)
        or context.cascaded
        or context.actor.id is None
    ):
        return Pass()
    agency = str(grant.person.office.organization_id)
    own = any(
        one.role == Role.APPROVING_OFFICIAL and one.organization == agency for one in context.held_roles
    )
    if own or context.actor.id == grant.person_id:
        return Pass()
    return Refusal(
        "another_agencys_evaluator",
        "This person evaluates for another agency. Ask an official of that agency, an insider-risk officer or the "
        "developer.",
    )


class GrantSteps(Stateful):
    """The machine of a grant."""

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
        guards=[still_an_evaluator],
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
        guards=[is_the_person_named, still_an_evaluator],
        checks=[conditions_accepted],
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
        guards=[is_not_the_person_named, still_an_evaluator],
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
        guards=[answers_for_the_person],
        effects=[parties_follow_grant],
        leaves=True,
        event="grant.ended",
        label="End this person's access",
        consequence="This person's access ends now, for good.",
    )
    def end(self, context: StepContext) -> None:
        """End one person's access permanently."""
