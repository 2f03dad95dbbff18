"""Rules about decisions on likely duplicates, which are made while an import waits to be confirmed."""

from __future__ import annotations

from typing import Any

from designation.roles import Role
from workflow.guards import Pass, Refusal, StepContext, Verdict


def decides_as_roster_administrator(_directory_import: Any, context: StepContext) -> Verdict:
    """Only roster administrators decide about likely duplicates."""
    if context.has_role(Role.ROSTER_ADMINISTRATOR):
        return Pass()
    return Refusal("not_your_role", "Roster administrators decide about likely duplicates.")


def waits_to_be_confirmed(directory_import: Any, _context: StepContext) -> Verdict:
    """Decisions are made between the check and the confirmation."""
    if directory_import.state == "checked":
        return Pass()
    return Refusal("not_deciding", "This import does not wait for decisions any more.")


DECIDING = (decides_as_roster_administrator, waits_to_be_confirmed)
