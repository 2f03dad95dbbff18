"""When a partner's standing runs out, and when a suspension is to be reviewed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from workflow import calendars
from workflow.deadlines import Due
from workflow.guards import StepContext

REVIEW = timedelta(days=10)


def end_of_attestation(partner: Any, context: StepContext) -> datetime:
    """Return until when an attestation that is given now holds."""
    days = partner.pinned_policy.days("standing")
    return calendars.due_after(context.now, days, calendars.CALENDAR)


def attestation(partner: Any, _context: StepContext) -> Due:
    """Return when the partner's attestation runs out, with its reminders."""
    return Due(partner.attested_until, reminders=tuple(partner.pinned_policy.reminders("standing")))


def remaining_attestation(partner: Any, context: StepContext) -> Due:
    """Return when the attestation runs out after a suspension: as before, or at once if its time has passed."""
    return Due(max(partner.attested_until, context.now))


def review(_partner: Any, context: StepContext) -> Due:
    """Return when a suspension is to be reviewed."""
    return Due(context.now + REVIEW)
