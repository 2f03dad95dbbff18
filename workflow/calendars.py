"""Due dates on two calendars. Pure functions; they take aware instants and return UTC.

A *business day* is Monday to Friday less U.S. federal holidays; it ends at 17:00 America/New_York. The day on which a
clock starts is not counted. On the *calendar* clock, a day is 24 hours.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

CALENDAR = "calendar"
BUSINESS = "business"
ZONE = ZoneInfo("America/New_York")
CLOSE_OF_BUSINESS = time(17, 0)


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> frozenset[date]:
    """Return the U.S. federal holidays of a year, as observed."""
    return frozenset(holidays.country_holidays("US", years=year, observed=True).keys())


def is_business_day(day: date) -> bool:
    """Whether offices of the federal government are open on `day`."""
    return day.weekday() < 5 and day not in federal_holidays(day.year)


def day_of(at: datetime) -> date:
    """Return the day of an instant in Washington. In the evening there, UTC already has the next date."""
    return at.astimezone(ZONE).date()


def close_of(day: date) -> datetime:
    """Return 17:00 America/New_York of `day`, in UTC."""
    return datetime.combine(day, CLOSE_OF_BUSINESS, ZONE).astimezone(UTC)


def shift(day: date, days: int) -> date:
    """Return the business day that is `days` business days after `day`, or before it if `days` is negative.

    Zero days lead to `day` itself, or to the next business day if `day` is not one.
    """
    if days == 0 and not is_business_day(day):
        days = 1
    direction = 1 if days > 0 else -1
    for _ in range(abs(days)):
        day += timedelta(days=direction)
        while not is_business_day(day):
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


def business_days_left(now: datetime, due: datetime) -> int:
    """Return how many business days end after today's date and up to the day of `due`."""
    day, last, left = day_of(now), day_of(due), 0
    while day < last:
        day += timedelta(days=1)
        left += is_business_day(day)
    return left


def resume(now: datetime, *, calendar: str, remaining: timedelta, remaining_days: int) -> datetime:
    """Return the new due instant of a clock that was paused with this much time left.

    A business clock that was paused on its last day runs until the close of the present business day, or of the next
    one if today's has passed.
    """
    if calendar == CALENDAR:
        return now.astimezone(UTC) + remaining
    today = day_of(now)
    if remaining_days > 0:
        return close_of(shift(today, remaining_days))
    still_open = is_business_day(today) and now < close_of(today)
    return close_of(today if still_open else shift(today, 1))
