"""The lifecycle of a reset: what somebody lost is removed once two administrators of different offices signed."""

from __future__ import annotations

from django.db import models

from designation.content.markings import nothing_above_the_ceiling
from designation.identity import rules
from designation.people.rules import organizations
from designation.roles import Role, Side
from workflow.approvals import TWO_PEOPLE
from workflow.creating.declaring import Creation
from workflow.deadlines import Sets
from workflow.guards import StepContext, reason_given
from workflow.models import Stateful
from workflow.steps import step

ADMINISTER = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})


class FactorResetSteps(Stateful):
    """The lifecycle of a reset. Mail alone never resets anything."""

    CREATIONS = (
        Creation(
            name="ask",
            label="Reset how somebody signs in",
            event="reset.asked",
            on="organization",
            who=ADMINISTER,
            guards=(organizations.is_open,),
            checks=(rules.is_of_the_organization, rules.is_about_somebody_else, rules.reset_is_the_only_one,
                    rules.something_is_set_up, reason_given, nothing_above_the_ceiling),
            sets=(Sets("reset_signatures", "lapse", rules.end_of_asking),),
            reserved=organizations.ADMINISTRATORS,
            consequence="Nothing is removed before two administrators signed.",
        ),
    )  # fmt: skip

    class State(models.TextChoices):
        ASKED = "asked", "Waits for signatures"
        DONE = "done", "Done"
        DECLINED = "declined", "Declined"
        LAPSED = "lapsed", "Lapsed"

    class Meta:
        abstract = True

    def entry_sides(self) -> tuple[str, str]:
        """Return the organization's side and the site operators'."""
        return self.organization.side, Side.OPERATOR

    def content(self, step: str) -> dict[str, object]:
        """Return what administrators sign: whose ways to sign in are removed, and why."""
        return {"person": str(self.person_id), "reason": self.reason}

    @step(
        source=State.ASKED,
        target=State.DONE,
        who=[Role.ADMINISTRATOR, Role.OPERATOR],
        guards=[rules.signs_for_somebody_else],
        reauthenticate=True,
        quorum=TWO_PEOPLE,
        event="reset.done",
        label="Reset how they sign in",
        consequence="Every passkey, the authenticator app and the recovery codes of this person are removed, and they "
        "are signed out everywhere. They sign in with their password and set up a new one.",
    )
    def reset(self, context: StepContext) -> None:
        """Remove everything that proves who the person is, except the password."""
        context.details["person"] = str(self.person_id)

    @step(
        source=State.ASKED,
        target=State.DECLINED,
        who=[Role.ADMINISTRATOR, Role.OPERATOR],
        event="reset.declined",
        label="Decline",
        consequence="Nothing is removed.",
    )
    def decline(self, context: StepContext) -> None:
        """Decline the reset."""

    @step(
        source=State.ASKED,
        target=State.LAPSED,
        by_clock=True,
        event="reset.lapsed",
        label="Lapse",
        hidden=True,
    )
    def lapse(self, context: StepContext) -> None:
        """Drop a reset for which two people did not sign in time."""
