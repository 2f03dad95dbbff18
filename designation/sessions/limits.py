"""How long a session still lasts, in seconds by the database clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class TimeLeft:
    """Whole seconds until a session ends: `idle_s` if nobody uses it from now on, `absolute_s` in any case."""

    idle_s: int
    absolute_s: int


def time_left(session: Any) -> TimeLeft:
    """Return how long the session lasts from the instant at which it was loaded."""
    idle, length = settings.SESSION_IDLE, settings.SESSION_LENGTH
    row = session.row
    if row is None:  # it starts with this request
        return TimeLeft(int(idle.total_seconds()), int(length.total_seconds()))
    unused, age = row.asked_at - row.last_used_at, row.asked_at - row.started_at
    return TimeLeft(int((idle - unused).total_seconds()), int((length - age).total_seconds()))


def time_left_after_use(session: Any) -> TimeLeft:
    """Return how long the session lasts once this request was recorded as a use, if that is due."""
    left = time_left(session)
    if not session.is_use_due():
        return left
    return TimeLeft(int(settings.SESSION_IDLE.total_seconds()), left.absolute_s)
