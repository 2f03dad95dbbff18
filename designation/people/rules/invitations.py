"""Rules about how long an invitation can be used."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from workflow.deadlines import Due
from workflow.guards import Pass, Refusal, StepContext, Verdict

LIFETIME = timedelta(days=14)


def not_expired(invitation: Any, context: StepContext) -> Verdict:
    """An invitation must be used before the instant at which it expires."""
    if context.now < invitation.expires_at:
        return Pass()
    return Refusal(
        "invitation_expired", "This invitation has expired. Ask the person who invited you for a new one."
    )


def expiry(invitation: Any, _context: StepContext) -> Due:
    """An unused invitation expires fourteen days after it is prepared or last sent."""
    return Due(invitation.expires_at)
