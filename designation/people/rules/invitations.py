"""When an invitation can still be used."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from workflow.deadlines import Due
from workflow.guards import Pass, Refusal, StepContext, Verdict

LIFETIME = timedelta(days=14)


def not_expired(invitation: Any, context: StepContext) -> Verdict:
    """An invitation is used before it expires; the instant itself is too late."""
    if context.now < invitation.expires_at:
        return Pass()
    return Refusal(
        "invitation_expired", "This invitation has expired. Ask the person who invited you for a new one."
    )


def expiry(invitation: Any, _context: StepContext) -> Due:
    """An invitation that nobody uses expires by the clock."""
    return Due(invitation.expires_at)
