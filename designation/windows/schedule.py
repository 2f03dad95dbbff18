"""When a window ends, and how its time conflicts with the model's other windows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from designation.frontier_models.rules import THIRTY_DAYS


@dataclass(frozen=True)
class ScheduleConflicts:
    """How a time range conflicts with the model's other windows.

    `overlaps` says whether another window covers part of it. `span` is the time from the first opening to the
    last end of this range and all scheduled windows. It must fit into the thirty days, because any of these
    windows may open first. `release` is the earliest partner release that any registration of the model
    plans; all windows end by then.
    """

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
    """Return when a window ends: the earliest of the signed end, planned partner release and 30 days.

    The end itself is outside the window. Before the first opening, the 30 days are counted from `opens_at`.
    """
    ends = [signed_end, (first_opened_at or opens_at) + THIRTY_DAYS]
    return min(ends if partner_release is None else [*ends, partner_release])
