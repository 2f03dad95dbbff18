"""Instants and durations in words: Eastern Time with its zone, such as "Fri, Dec 18, 2026, 5:00 p.m. EST"."""

from datetime import UTC, date, datetime, timedelta, tzinfo

from workflow.calendars import ZONE

NOON = 12


def written(at: datetime, zone: tzinfo = ZONE) -> str:
    """Return an aware instant as "Fri, Dec 18, 2026, 5:00 p.m. EST"."""
    local = at.astimezone(zone)
    half = "p.m." if local.hour >= NOON else "a.m."
    return f"{day_written(local)}, {local.hour % NOON or NOON}:{local:%M} {half} {local:%Z}"


def day_written(day: date) -> str:
    """Return a day as "Fri, Dec 18, 2026"."""
    return f"{day:%a, %b} {day.day}, {day.year}"


def machine_readable(at: datetime) -> str:
    """Return an aware instant in RFC 3339 format, in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def length(span: timedelta) -> str:
    """Return a duration in its two largest units, rounded down: "14 d 6 h", "6 h 5 min", "45 s"."""
    seconds = int(abs(span).total_seconds())
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else f"{seconds} s"


def distance(due: datetime, now: datetime) -> str:
    """Return how far an instant is in the future or past: "in 2 days", "in 5 h 20 min", "3 days late", "now"."""
    span = due - now
    seconds = abs(span).total_seconds()
    if seconds < 1:
        return "now"
    days = int(seconds // 86400)
    words = (f"{days} day" if days == 1 else f"{days} days") if days else length(span)
    return f"in {words}" if span > timedelta(0) else f"{words} late"
