"""A grant: one named person may evaluate within one window, if the other side expressly concurs."""

from __future__ import annotations

from typing import Any

from django.db import models

from designation.content.markings import nothing_above_the_ceiling
from designation.roles import Role, Side
from designation.windows import effects
from designation.windows.involvements import parties_follow_grant
from designation.windows.rules import grants, naming, windows
from workflow.approvals import Quorum
from workflow.creating.declaring import Creation
from workflow.guards import CLOCK, StepContext, by_cascade, reason_given
from workflow.models import Stateful
from workflow.steps import step


class GrantSteps(Stateful):
    """The machine of a grant."""

    SIDES = (Side.DEVELOPER, Side.GOVERNMENT)
    CREATIONS = (
        Creation(
            name="nominate",
            label="Name an evaluator",
            event="grant.nominated",
            on="window",
            who=frozenset({Role.APPROVING_OFFICIAL, Role.REVIEWER, Role.PARTNER_ADMINISTRATOR}),
            guards=(naming.names_own_people, naming.is_agreed_or_being_agreed, naming.has_time_left),
            checks=(
                naming.is_an_evaluator,
                naming.is_somebody_else,
                naming.is_not_named_yet,
                naming.has_not_signed,
                naming.fits_the_number_of_people,
            ),
            reserved="Reviewers and approving officials name evaluators. In an early access, the partner does.",
            consequence="The developer concurs next, then the person accepts.",
        ),
    )

    class State(models.TextChoices):
        NOMINATED = "nominated", "Nominated"
        CONCURRED = "concurred", "Concurred"
        ACTIVE = "active", "Active"
        SUSPENDED = "suspended", "Suspended"
        ENDED = "ended", "Ended"

    class Meta:
        abstract = True

    window: Any
    agreed_terms: Any
    person_id: Any
    window_id: Any

    def content(self, step: str) -> dict[str, object]:
        """Return what is accepted: the digest of the present terms, as the page shows them; or who reads again."""
        if step == "resume":
            return {"person": str(self.person_id), "window": str(self.window_id)}
        return {"terms": self._terms_digest()} if step in ("concur", "activate", "accept_new_terms") else {}

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
        who=[Role.EVALUATOR, Role.PARTNER_EVALUATOR],
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
        self._agree(context)

    @step(
        source=State.ACTIVE,
        target=State.CONCURRED,
        by_clock=True,
        guards=[by_cascade],
        event="grant.asked_again",
        label="Ask for acceptance again",
    )
    def ask_again(self, context: StepContext) -> None:
        """Ask the evaluator again, because there is a new version of the terms. The concurrence stands."""
        self.agreed_terms = ""

    @step(
        source=State.SUSPENDED,
        target=None,
        who=[Role.EVALUATOR, Role.PARTNER_EVALUATOR],
        guards=[grants.is_the_person_named, grants.still_an_evaluator, grants.terms_are_new_to_the_person],
        checks=[grants.conditions_accepted],
        event="grant.new_terms_accepted",
        label="Accept the new terms",
        asks_for=["conditions"],
        consequence="Your access stays suspended. Without this, nobody can lift the suspension.",
    )
    def accept_new_terms(self, context: StepContext) -> None:
        """Accept terms that changed while access was suspended."""
        self._agree(context)

    def _agree(self, context: StepContext) -> None:
        self.agreed_terms = context.details["terms"] = self._terms_digest()

    @property
    def has_agreed(self) -> bool:
        """Whether the evaluator accepted the present version of the terms."""
        return self.agreed_terms == self._terms_digest() != ""

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
        source=State.ACTIVE,
        target=State.SUSPENDED,
        by_clock=True,
        guards=[by_cascade],
        event="grant.suspended",
        label="Suspend by a rule",
        hidden=True,
    )
    def suspend_by_rule(self, context: StepContext) -> None:
        """Stop one person's access because of a pattern in it. The clock does it, not whoever read last."""
        context.actor, context.label = CLOCK, ""
        context.details["reason"] = context.inputs["reason"]

    @step(
        source=State.SUSPENDED,
        target=State.ACTIVE,
        who=[*windows.DEVELOPERS, *windows.GOVERNMENTS],
        guards=[grants.is_not_the_person_named, grants.still_an_evaluator, grants.person_accepted_the_terms],
        quorum=Quorum(windows.one_of_each_side, "one person of each side"),
        event="grant.resumed",
        label="Lift the suspension",
        consequence="This person's access goes on, once one person of each side has agreed.",
    )
    def resume(self, context: StepContext) -> None:
        """Lift the suspension, by agreement of both sides."""

    @step(
        source=[State.CONCURRED, State.ACTIVE, State.SUSPENDED],
        target=None,
        by_clock=True,
        guards=[by_cascade],
        event="access.stopped",
        label="Record that access stopped",
        hidden=True,
    )
    def note_stopped(self, context: StepContext) -> None:
        """Record in the window's log that this person cannot read now, before the stop is committed."""

    @step(
        source=[State.CONCURRED, State.ACTIVE, State.SUSPENDED],
        target=None,
        by_clock=True,
        guards=[by_cascade],
        event="access.stop_lifted",
        label="Record that the stop is lifted",
        hidden=True,
    )
    def note_stop_lifted(self, context: StepContext) -> None:
        """Record in the window's log that what stopped this person's access was lifted."""

    @step(
        source=[State.NOMINATED, State.CONCURRED, State.ACTIVE, State.SUSPENDED],
        target=State.ENDED,
        who=[
            *windows.DEVELOPERS,
            Role.APPROVING_OFFICIAL,
            Role.INSIDER_RISK_OFFICER,
            Role.EVALUATOR,
            Role.PARTNER_ADMINISTRATOR,
            Role.PARTNER_EVALUATOR,
        ],
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
