"""One clock for all processes: the database's time, plus an offset that exists for demonstrations and tests.

The offset is a row, so that time moves for all processes at once. If `settings.WORKFLOW_TIME_TRAVEL` is off, the
offset is ignored and cannot be set: the time is the database's.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from workflow.errors import TimeTravelForbidden


def sql() -> str:
    """Return the SQL expression of the present instant."""
    if not settings.WORKFLOW_TIME_TRAVEL:
        return "clock_timestamp()"
    return (
        "(clock_timestamp() + coalesce((SELECT amount FROM workflow_clockoffset WHERE id = 1), interval '0'))"
    )


def now() -> datetime:
    """Return the present instant (UTC, microseconds), the same for every process."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql()}")
        instant: datetime = cursor.fetchone()[0]
    return instant.astimezone(UTC)


def advance(by: timedelta) -> datetime:
    """Move the clock of this installation forward and return the new present instant.

    Raises: TimeTravelForbidden if the settings forbid it; ValueError for a negative amount.
    """
    require_time_travel()
    if by < timedelta(0):
        raise ValueError("The clock only goes forward.")
    amount: Any = by  # psycopg sends it as an interval
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workflow_clockoffset (id, amount) VALUES (1, %s) "
            "ON CONFLICT (id) DO UPDATE SET amount = workflow_clockoffset.amount + excluded.amount",
            [amount],
        )
    return now()


def offset() -> timedelta:
    """Return by how much this installation's clock is ahead of the database's."""
    if not settings.WORKFLOW_TIME_TRAVEL:
        return timedelta(0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT amount FROM workflow_clockoffset WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else timedelta(0)


def require_time_travel() -> None:
    """Raise TimeTravelForbidden unless this installation lets callers name the time."""
    if not settings.WORKFLOW_TIME_TRAVEL:
        raise TimeTravelForbidden("This installation takes the time from its database only.")
