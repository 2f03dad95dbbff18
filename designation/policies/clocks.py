"""When deadlines are due, according to the policy version that the request is pinned to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workflow import calendars
from workflow.deadlines import Due
from workflow.guards import StepContext

CALENDAR_CLOCKS = frozenset({"conclusion", "disposition", "standing"})
"""Clocks that run on calendar days. All other clocks run on business days."""


def by_policy(kind: str) -> Callable[[Any, StepContext], Due]:
    """Return a deadline rule that takes the length of the clock from the pinned policy version."""

    def due(subject: Any, context: StepContext) -> Due:
        policy = subject.pinned_policy
        start = (
            subject.closed_at if kind == "disposition" else context.now
        )  # even if a worker noticed the end late
        calendar = calendars.CALENDAR if kind in CALENDAR_CLOCKS else calendars.BUSINESS
        return Due(
            calendars.due_after(start, policy.days(kind), calendar), calendar, tuple(policy.reminders(kind))
        )

    return due


def lapse_or_keep_the_outcome(request: Any) -> str:
    """Return the step to take if the government does not answer in time.

    The request lapses, unless it has a standing outcome; then that outcome stands.
    """
    return "stand" if request.standing_outcome else "lapse"


def close_or_keep_the_outcome(request: Any) -> str:
    """Return the step to take if the developer does not answer in time.

    The request closes without prejudice, unless it has a standing outcome; then that outcome stands.
    """
    return "stand" if request.standing_outcome else "close_unanswered"
