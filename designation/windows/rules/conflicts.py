"""Who recuses themselves at a window, and who at its request."""

from __future__ import annotations

from typing import Any

from designation.roles import Role
from workflow.guards import Pass, Refusal, StepContext, Verdict


def only_evaluates_here(window: Any, _context: StepContext) -> Verdict:
    """Whoever holds another role in the matter as well is recused at the request, where that role counts."""
    if {held.role for held in window.held_roles} == {Role.EVALUATOR}:
        return Pass()
    return Refusal(
        "has_another_role", "You have other roles in this matter. Recuse yourself on the request's page."
    )
