"""When a window ends, and how its time lies among the model's other windows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from designation.frontier_models.rules import THIRTY_DAYS


@dataclass(frozen=True)
class ScheduleConflicts:
    """How a time lies beside a model's other windows: whether one covers part of it, and how long it lasts together
    with those that are scheduled. The time of none of these may pass before it comes, whichever opens first. By
    `release`, the first that any registration of the model plans, all of them end."""

    overlaps: bool
    span: timedelta
    release: datetime | None


def effective_end(
    *,
    opens_at: datetime,
    signed_end: datetime,
    partner_release: datetime | None,
    first_opened_at: datetime | None,
) -> datetime:
    """Return when a window ends: the least of its signed end, the planned partner release and the 30 days.

    The end itself is outside the window.
    """
    ends = [signed_end, (first_opened_at or opens_at) + THIRTY_DAYS]
    return min(ends if partner_release is None else [*ends, partner_release])
