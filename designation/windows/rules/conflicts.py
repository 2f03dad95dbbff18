"""Which people recuse themselves at a window, and which at its request."""

from __future__ import annotations

from typing import Any

from designation.roles import Role
from workflow.guards import Pass, Refusal, StepContext, Verdict


def only_evaluates_here(window: Any, _context: StepContext) -> Verdict:
    """A person who holds another role in the matter must recuse themselves on the request's page."""
    if {held.role for held in window.held_roles} == {Role.EVALUATOR}:
        return Pass()
    return Refusal(
        "has_another_role", "You have other roles in this matter. Recuse yourself on the request's page."
    )
