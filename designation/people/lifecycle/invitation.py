"""The lifecycle of an invitation: open until the invited person accepts it, or until it is revoked or expires."""

from __future__ import annotations

from django.db import models

from designation.people.rules import invitations as rules
from designation.people.rules import invited, organizations
from designation.roles import Role, Side
from workflow.creating.declaring import Creation
from workflow.deadlines import Sets
from workflow.guards import StepContext
from workflow.models import Stateful
from workflow.steps import step

EXPIRES = Sets("expiry", "expire", rules.expiry)
"""The expiry clock. It starts when the invitation is prepared and restarts each time the invitation is sent."""


class InvitationSteps(Stateful):
    """The lifecycle of an invitation.

    The person who accepts has no account yet, so the clock takes that step.
    """

    CREATIONS = (
        Creation(
            name="prepare",
            label="Prepare an invitation",
            event="invitation.prepared",
            on="organization",
            who=frozenset({Role.ADMINISTRATOR, Role.OPERATOR}),
            guards=(organizations.is_open,),
            checks=(
                invited.address_is_plain,
                invited.name_is_readable,
                invited.name_and_address_fit,
                invited.address_is_one,
                organizations.office_is_its_own,
                invited.mailbox_is_no_members,
                invited.mailbox_is_not_invited_yet,
                invited.roles_fit,
                invited.operators_invite_administrators_only,
            ),
            sets=(EXPIRES,),
            reserved=organizations.ADMINISTRATORS,
            consequence="Nobody is mailed before you send it.",
        ),
        Creation(
            name="offer_to_partner",
            label="Invite the administrator of a new partner",
            event="invitation.prepared",
            on="organization",
            by_clock=True,
            checks=(invited.address_is_plain, invited.address_is_one, invited.roles_fit),
            sets=(EXPIRES,),
            consequence="The two people who activated the partner signed for the roles.",
        ),
    )

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        REVOKED = "revoked", "Revoked"
        EXPIRED = "expired", "Expired"

    class Meta:
        abstract = True

    def entry_sides(self) -> tuple[str, str]:
        """Return the organization's side and the site operators'."""
        return self.organization.side, Side.OPERATOR

    @step(
        source=State.OPEN,
        target=None,
        who=[Role.ADMINISTRATOR, Role.OPERATOR],
        deadlines=[EXPIRES],
        event="invitation.sent",
        label="Send the invitation",
        consequence="A mail with the link goes to the address. The link works once, for fourteen days.",
    )
    def send(self, context: StepContext) -> None:
        """Mail the link and restart the fourteen days."""
        self.expires_at = context.now + rules.LIFETIME

    @step(
        source=State.OPEN,
        target=State.ACCEPTED,
        by_clock=True,
        guards=[rules.not_expired],
        event="invitation.accepted",
        label="Accept",
        hidden=True,
    )
    def accept(self, context: StepContext) -> None:
        """Link the invitation to the new account. Nobody can use the invitation again."""
        self.accepted_by_id = context.inputs["person"]

    @step(
        source=State.OPEN,
        target=State.REVOKED,
        who=[Role.ADMINISTRATOR, Role.OPERATOR],
        by_clock=True,
        event="invitation.revoked",
        label="Revoke",
        consequence="The link stops working at once.",
    )
    def revoke(self, context: StepContext) -> None:
        """Revoke the invitation, so that its link stops working."""

    @step(
        source=State.OPEN,
        target=State.EXPIRED,
        by_clock=True,
        event="invitation.expired",
        label="Expire",
        hidden=True,
    )
    def expire(self, context: StepContext) -> None:
        """Mark the unused invitation as expired."""
