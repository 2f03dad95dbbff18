"""Instants, days and durations in words.

Pages show Eastern Time with its zone ("Fri, Dec 18, 2026, 5:00 p.m. EST"), and UTC on hover or focus. Nothing here
reads the clock: the caller passes the present time.
"""

from datetime import UTC, date, datetime, timedelta

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from designation.content.instants import day_written, distance, length, machine_readable, written
from workflow.calendars import day_of

register = template.Library()
register.filter(written)

COUNTDOWN = '<span data-countdown="{}" data-now="{}"{}>{}</span>'


@register.filter
def when(at: datetime | None) -> SafeString | str:
    """Return an instant as an element that shows UTC on hover and focus. Do not use it inside a link."""
    if at is None:
        return ""
    return format_html(
        '<time class="fd-when" datetime="{}" title="{}" tabindex="0">{}<span class="fd-when__utc">{}</span></time>',
        machine_readable(at),
        written(at, UTC),
        written(at),
        written(at, UTC),
    )


@register.filter
def instant(at: datetime | None) -> SafeString | str:
    """Return an instant as an element that cannot be focused, for links, buttons and long tables."""
    if at is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', machine_readable(at), written(at, UTC), written(at)
    )


@register.filter
def day(on: date | datetime | None) -> SafeString | str:
    """Return a day as "Fri, Dec 18, 2026". For an instant, return its day in Eastern Time."""
    if on is None:
        return ""
    local = day_of(on) if isinstance(on, datetime) else on
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), day_written(local))


@register.filter
def until(due: datetime | None, now: datetime | None) -> str:
    """Return the distance from `now` to `due` in words, or "" if either is unknown."""
    return distance(due, now) if due and now else ""


@register.filter
def is_past(due: datetime | None, now: datetime | None) -> bool:
    """Return whether `due` has come. The instant itself counts as past."""
    return bool(due and now and due <= now)


@register.filter
def countdown(due: datetime | None, now: datetime | None) -> SafeString | str:
    """Return `until` as an element that a script keeps up to date."""
    if not due or not now:
        return ""
    return format_html(COUNTDOWN, machine_readable(due), machine_readable(now), "", distance(due, now))


@register.filter
def ticking(due: datetime | None, now: datetime | None) -> SafeString | str:
    """Return a countdown to the minute. On its last day, a script counts the seconds."""
    if not due or not now:
        return ""
    words = f"in {length(due - now)}" if due > now else distance(due, now)
    return format_html(COUNTDOWN, machine_readable(due), machine_readable(now), " data-ticking", words)


@register.filter
def duration(span: timedelta | None) -> str:
    """Return a duration as "14 d 6 h"."""
    return length(span) if span is not None else ""
