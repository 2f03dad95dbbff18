"""Effects of the steps of appointments."""

from __future__ import annotations

from typing import Any

from workflow.approvals import standing
from workflow.guards import StepContext


def void_signatures(appointment: Any, _context: StepContext) -> None:
    """Void what the person signed under this appointment and is not complete yet."""
    standing.void_given_under(appointment.pk, appointment.person_id)
