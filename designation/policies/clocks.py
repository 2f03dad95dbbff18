"""When things are due: the clocks of a request's pinned policy version, as the steps of the machines name them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workflow import calendars
from workflow.deadlines import Due
from workflow.guards import StepContext

CALENDAR_CLOCKS = frozenset({"conclusion", "disposition"})
"""Clocks that run on calendar days; all others run on business days."""


def by_policy(kind: str) -> Callable[[Any, StepContext], Due]:
    """Return the rule that a clock runs as many days as the pinned policy version says."""

    def due(subject: Any, context: StepContext) -> Due:
        policy = subject.pinned_policy
        start = (
            subject.closed_at if kind == "disposition" else context.now
        )  # however late the end was noticed
        calendar = calendars.CALENDAR if kind in CALENDAR_CLOCKS else calendars.BUSINESS
        return Due(
            calendars.due_after(start, policy.days(kind), calendar), calendar, tuple(policy.reminders(kind))
        )

    return due


def lapse_or_stand(request: Any) -> str:
    """The government's silence: the standing outcome stands, or the request lapses without one."""
    return "stand" if request.standing_outcome else "lapse"


def close_or_stand(request: Any) -> str:
    """The developer's silence: the standing outcome stands, or the request closes without prejudice."""
    return "stand" if request.standing_outcome else "close_unanswered"
