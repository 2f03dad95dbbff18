"""The lifecycle of an appointment, which gives one role to one person.

One or two administrators sign a proposed role to make it active. An administrator or the clock ends it.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from designation.content.markings import nothing_above_the_ceiling
from designation.people import effects
from designation.people.rules import appointments as rules
from designation.people.rules import organizations, proposals
from designation.roles import Role, Side
from workflow.approvals import Quorum
from workflow.creating.declaring import Creation
from workflow.deadlines import Sets
from workflow.guards import StepContext
from workflow.models import Stateful
from workflow.steps import step


def delegations(appointment: Any, _context: StepContext) -> list[tuple[Stateful, str, dict[str, Any]]]:
    """End the delegations that are based on an appointment when the appointment ends."""
    return [(child, "end", {}) for child in appointment.delegations.filter(state__in=["proposed", "active"])]


ADMINISTER = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})
IN_TIME = (proposals.account_is_open, proposals.end_lies_ahead)


class AppointmentSteps(Stateful):
    """The lifecycle of an appointment."""

    CREATIONS = (
        Creation(
            name="propose",
            label="Give a role",
            event="appointment.proposed",
            on="organization",
            who=ADMINISTER,
            guards=(organizations.is_open,),
            checks=(
                proposals.role_exists,
                *IN_TIME,
                proposals.role_is_not_held_yet,
                organizations.office_is_its_own,
            ),
            reserved=organizations.ADMINISTRATORS,
            consequence="You sign for the role. A sensitive role needs a second person before it counts.",
        ),
        Creation(
            name="delegate",
            label="Delegate a role",
            event="appointment.proposed",
            on="organization",
            who=ADMINISTER,
            guards=(organizations.is_open,),
            checks=(
                *IN_TIME,
                proposals.delegated_role_counts,
                proposals.role_is_not_delegated_further,
                proposals.delegate_is_somebody_else,
                proposals.delegate_belongs_here,
                proposals.instrument_is_cited,
                nothing_above_the_ceiling,
                proposals.delegate_lacks_the_role,
            ),
            reserved=organizations.ADMINISTRATORS,
            consequence="You sign for the delegation. It ends with the role that it is based on.",
        ),
        Creation(
            name="offer",
            label="Propose the role that an invitation lists",
            event="appointment.proposed",
            on="organization",
            by_clock=True,
            consequence="The role counts once administrators sign it.",
        ),
        Creation(
            name="install",
            label="Install one of the first operators",
            event="appointment.proposed",
            on="organization",
            by_clock=True,
            consequence="The first two operators appoint everybody else.",
        ),
    )

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACTIVE = "active", "Active"
        DECLINED = "declined", "Declined"
        ENDED = "ended", "Ended"

    class Meta:
        abstract = True

    def entry_sides(self) -> tuple[str, str]:
        """Return the organization's side and the site operators'."""
        return self.organization.side, Side.OPERATOR

    def content(self, step: str) -> dict[str, object]:
        """Return what administrators sign: the person, role, office, end time and instrument."""
        return {
            "instrument": self.instrument,
            "office": str(self.office_id),
            "person": str(self.person_id),
            "role": self.role,
            "until": str(self.until or ""),
        }

    @step(
        source=State.PROPOSED,
        target=State.ACTIVE,
        who=[Role.ADMINISTRATOR, Role.OPERATOR],
        by_clock=True,
        guards=[
            rules.clock_installs_the_first_operators,
            rules.role_fits_the_side,
            rules.no_excluded_role,
            rules.not_for_oneself,
            rules.operators_appoint_administrators_only,
        ],
        quorum=Quorum(
            rules.two_people_for_a_sensitive_role,
            "two people of different offices for a sensitive role, one person for any other",
        ),
        deadlines=[Sets("role_end", "end", rules.end_of_the_role)],
        event="appointment.activated",
        label="Give this role",
        consequence="The person can act in this role at once.",
    )
    def activate(self, context: StepContext) -> None:
        """Put the role into effect."""

    @step(
        source=State.PROPOSED,
        target=State.DECLINED,
        who=[Role.ADMINISTRATOR, Role.OPERATOR],
        event="appointment.declined",
        label="Decline",
        consequence="The role is not given.",
    )
    def decline(self, context: StepContext) -> None:
        """Decline the proposed role."""

    @step(
        source=[State.PROPOSED, State.ACTIVE],
        target=State.ENDED,
        who=[Role.ADMINISTRATOR, Role.OPERATOR],
        by_clock=True,
        effects=[effects.void_signatures],
        cascades=[delegations],
        leaves=True,
        event="appointment.ended",
        label="End this role",
        consequence="The person can no longer act in this role, from this moment on.",
    )
    def end(self, context: StepContext) -> None:
        """End the role immediately."""
