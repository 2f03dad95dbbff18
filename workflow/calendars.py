"""Due dates on two calendars. The functions take aware instants and return UTC.

A *business day* is Monday to Friday less U.S. federal holidays and further days on which federal offices are closed; it
ends at 17:00 America/New_York. The day on which a clock starts is not counted. On the *calendar* clock, a day is 24
hours.

The application says on which further days offices are closed (`closing/closed_days.py`). Functions that count business
days take these days as `closed`; without it, they ask.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from workflow.closing import closed_days

CALENDAR = "calendar"
BUSINESS = "business"
ZONE = ZoneInfo("America/New_York")
CLOSE_OF_BUSINESS = time(17, 0)


CLOSED_BY_ORDER = frozenset(
    {
        date(2024, 12, 24),  # Executive Order 14129
        date(2025, 1, 9),  # Executive Order 14133: the day of mourning for James Earl Carter, Jr.
        date(2025, 12, 24),  # the executive order of December 18, 2025
        date(2025, 12, 26),  # the same
    }
)
"""Days on which an executive order closed federal offices."""


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> frozenset[date]:
    """Return the days of a year on which federal offices in Washington are closed: holidays as observed, and orders."""
    observed = set(holidays.country_holidays("US", years=year, observed=True).keys())
    return frozenset(observed | _inauguration(year) | {day for day in CLOSED_BY_ORDER if day.year == year})


def _inauguration(year: int) -> set[date]:
    """Return the day of an inauguration, a holiday in the Washington area (5 U.S.C. 6103(c)); none on a Saturday."""
    day = date(year, 1, 20)
    if year % 4 != 1 or day.weekday() == 5:
        return set()
    return {day if day.weekday() != 6 else date(year, 1, 21)}


def is_business_day(day: date, closed: Collection[date] | None = None) -> bool:
    """Whether offices of the federal government are open on `day`."""
    if day.weekday() > 4 or day in federal_holidays(day.year):
        return False
    return day not in (closed_days.known() if closed is None else closed)


def day_of(at: datetime) -> date:
    """Return the day of an instant in Washington. In the evening there, UTC already has the next date."""
    return at.astimezone(ZONE).date()


def start_of(day: date) -> datetime:
    """Return the midnight with which `day` begins in America/New_York, in UTC."""
    return datetime.combine(day, time(0), ZONE).astimezone(UTC)


def close_of(day: date) -> datetime:
    """Return 17:00 America/New_York of `day`, in UTC."""
    return datetime.combine(day, CLOSE_OF_BUSINESS, ZONE).astimezone(UTC)


def shift(day: date, days: int, closed: Collection[date] | None = None) -> date:
    """Return the business day that is `days` business days after `day`, or before it if `days` is negative.

    Zero days lead to `day` itself, or to the next business day if `day` is not one.
    """
    closed = closed_days.known() if closed is None else closed
    if days == 0 and not is_business_day(day, closed):
        days = 1
    direction = 1 if days > 0 else -1
    for _ in range(abs(days)):
        day += timedelta(days=direction)
        while not is_business_day(day, closed):
            day += timedelta(days=direction)
    return day


def due_after(start: datetime, days: int, calendar: str) -> datetime:
    """Return when a clock of `days` days that starts at `start` runs out."""
    if calendar == CALENDAR:
        return start.astimezone(UTC) + timedelta(days=days)
    return close_of(shift(day_of(start), days))


def days_before(due: datetime, days: int, calendar: str) -> datetime:
    """Return the instant `days` days before `due`, for a reminder."""
    if calendar == CALENDAR:
        return due - timedelta(days=days)
    return close_of(shift(day_of(due), -days))


def closings_left(now: datetime, due: datetime, closed: Collection[date] | None = None) -> int:
    """Return how many business days close after `now` and up to `due`."""
    closed = closed_days.known() if closed is None else closed
    day, last, left = day_of(now), day_of(due), 0
    while day <= last:
        left += is_business_day(day, closed) and now < close_of(day) <= due
        day += timedelta(days=1)
    return left


def closing_after(now: datetime, number: int) -> datetime:
    """Return the close of the business day that is the first, second and so on to close after `now`."""
    day, closed = day_of(now), closed_days.known()
    while number:
        number -= is_business_day(day, closed) and close_of(day) > now
        last, day = day, day + timedelta(days=1)
    return close_of(last)


def resume(now: datetime, *, calendar: str, remaining: timedelta, closings: int) -> datetime:
    """Return the new due instant of a clock that was paused with this much time left.

    A business clock keeps the number of closings of business that it had left. It is due at the last of them, and at
    the next closing if none was left. Each closing that passes while it is paused moves it by one business day.
    """
    if calendar == CALENDAR:
        return now.astimezone(UTC) + remaining
    return closing_after(now, max(closings, 1))
