"""A suspension: placed by one person at once, and lifted by two, never by the person who placed it.

For a window, an early access, an evaluator's access and a partner, that machine's own step `suspend` is the suspension.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from designation.content.markings import nothing_above_the_ceiling
from designation.insider_risk import cascades, rules
from designation.insider_risk.scopes import OF_THE_ARTIFACT, OF_THE_ORGANIZATION, OFFICER, PlacedAs, Scope
from designation.roles import Role, Side
from workflow.approvals import Quorum
from workflow.creating.declaring import Creation
from workflow.guards import CLOCK, StepContext, reason_given, recently_authenticated
from workflow.jobs import Queues
from workflow.models import Stateful
from workflow.steps import step

RECORD_LIFTING = "record_lifting"
"""The kind of the job that records, in the windows' logs, that a stop was lifted."""
PLACING = (recently_authenticated, rules.is_not_suspended_yet, reason_given, nothing_above_the_ceiling)
TWO = Quorum(rules.two_lift, "one person of each side, or two of the side that placed it")


class SuspensionSteps(Stateful):
    """The machine of a suspension."""

    SIDES = tuple(Side)
    CREATIONS = (
        Creation(
            name="suspend_person",
            label="Suspend a person's access everywhere",
            event="suspension.placed",
            who=frozenset({OFFICER, *OF_THE_ORGANIZATION}),
            checks=(
                rules.is_theirs_to_suspend,
                rules.is_not_about_oneself,
                rules.colleagues_can_still_leave,
                *PLACING,
            ),
            reserved=rules.RESERVED,
            consequence="This person cannot read, take a step or sign anywhere until two people lift the suspension.",
        ),
        Creation(
            name="suspend_organization",
            label="Suspend a whole organization",
            event="suspension.placed",
            who=frozenset({OFFICER, *OF_THE_ORGANIZATION}),
            checks=(rules.is_theirs_to_suspend, *PLACING),
            reserved=rules.RESERVED,
            consequence="Nobody at the organization can read, take a step or sign anywhere until two people lift the "
            "suspension. Its administrators can still manage its people, and it can still leave.",
        ),
        Creation(
            name="suspend_artifact",
            label="Suspend an artifact everywhere",
            event="suspension.placed",
            on="artifact",
            who=frozenset({OFFICER, *OF_THE_ARTIFACT}),
            guards=(rules.artifact_can_be_read,),
            checks=PLACING,
            reserved=rules.RESERVED,
            consequence="Nobody can read this artifact in any window until two people lift the suspension.",
        ),
    )

    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        LIFTED = "lifted", "Lifted"

    class Meta:
        abstract = True

    number: str
    scope: str
    placed_as: str
    reason: str
    person_id: Any
    artifact_id: Any
    organization: Any
    organization_id: Any

    def content(self, step: str) -> dict[str, object]:
        """Return what two people sign when they lift the suspension: whom or what it covers, and why."""
        if step != "lift":
            return {}
        covers = {
            "person": self.person_id,
            "artifact": self.artifact_id,
            "organization": self.organization_id,
        }
        named = {name: str(key) for name, key in covers.items() if key is not None}
        return {"number": self.number, "scope": self.scope, "reason": self.reason, **named}

    @step(
        source=State.ACTIVE,
        target=None,
        by_clock=True,
        cascades=[cascades.record_stop],
        event="suspension.took_effect",
        label="Record where access stopped",
        hidden=True,
    )
    def take_effect(self, context: StepContext) -> None:
        """Record in the log of each affected window that access stopped, in the transaction that places it.

        The clock does it, whoever placed the suspension: the windows' readers do not learn who that was.
        """
        context.actor, context.label = CLOCK, ""

    @step(
        source=State.ACTIVE,
        target=State.LIFTED,
        who=[
            OFFICER,
            *OF_THE_ORGANIZATION,
            *OF_THE_ARTIFACT,
            Role.PARTNER_ADMINISTRATOR,
            Role.ROSTER_ADMINISTRATOR,
        ],
        guards=[rules.did_not_place_it],
        reauthenticate=True,
        quorum=TWO,
        jobs=[Queues(RECORD_LIFTING)],
        event="suspension.lifted",
        label="Lift the suspension",
        consequence="When the last person signs, the suspension ends at once. Access goes on where nothing else stops "
        "it.",
    )
    def lift(self, context: StepContext) -> None:
        """Lift the suspension."""
        self.lifted_at = context.now

    @step(
        source=State.LIFTED,
        target=None,
        by_clock=True,
        cascades=[cascades.record_lifting],
        event="suspension.lifting_recorded",
        label="Record where the stop was lifted",
        hidden=True,
    )
    def note_lifting(self, context: StepContext) -> None:
        """Record in the log of each affected window that the stop was lifted."""

    @property
    def covers(self) -> Scope:
        """What the suspension covers."""
        return Scope(self.scope)

    @property
    def is_by_officers(self) -> bool:
        """Whether an insider-risk officer placed it."""
        return self.placed_as == PlacedAs.OFFICERS
