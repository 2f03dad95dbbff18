"""An invitation: open until accepted by its address, revoked, or expired."""

from __future__ import annotations

from django.db import models

from designation.people.rules import invitations as rules
from designation.roles import Role
from workflow.deadlines import Sets
from workflow.guards import StepContext
from workflow.models import Stateful
from workflow.steps import step

EXPIRES = Sets("expiry", "expire", rules.expiry)
"""The clock that runs from the moment an invitation is written down, and anew from each sending."""


class InvitationSteps(Stateful):
    """The machine of an invitation. It is accepted by whoever holds its link, hence as the clock's own step."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        REVOKED = "revoked", "Revoked"
        EXPIRED = "expired", "Expired"

    class Meta:
        abstract = True

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
        """Mail the link; the fourteen days start anew."""
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
        """Bind the invitation to the account that was made from it; nobody can use it again."""
        self.accepted_by_id = context.inputs["person"]

    @step(
        source=State.OPEN,
        target=State.REVOKED,
        who=[Role.ADMINISTRATOR, Role.OPERATOR],
        event="invitation.revoked",
        label="Revoke",
        consequence="The link stops working at once.",
    )
    def revoke(self, context: StepContext) -> None:
        """Make the link useless."""

    @step(
        source=State.OPEN,
        target=State.EXPIRED,
        by_clock=True,
        event="invitation.expired",
        label="Expire",
        hidden=True,
    )
    def expire(self, context: StepContext) -> None:
        """Let an unused invitation run out."""
