"""Clocks over days that are not like others: when Washington's clocks change, leap days, the end of a year."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.workflow.toy.making import events, holder, lit, new_lamp
from workflow import firing
from workflow.calendars import BUSINESS, CALENDAR, closings_left, days_before, due_after, resume
from workflow.models import Deadline, Job
from workflow.perform import perform
from workflow.sql import snapshot
from workflow.sweep import remind

WASHINGTON = ZoneInfo("America/New_York")
SECOND = timedelta(seconds=1)

UNEVEN = {
    "clocks go forward": ("2026-03-06T18:00", BUSINESS, "2026-03-09T21:00Z"),
    "clocks go back": ("2026-10-30T18:00", BUSINESS, "2026-11-02T22:00Z"),
    "a leap day is a day": ("2028-02-28T09:00", BUSINESS, "2028-02-29T22:00Z"),
    "no leap day": ("2027-02-26T09:00", BUSINESS, "2027-03-01T22:00Z"),
    "a new year": ("2026-12-31T09:00", BUSINESS, "2027-01-04T22:00Z"),
    "a new year kept in the old one": ("2027-12-30T09:00", BUSINESS, "2028-01-03T22:00Z"),
    "forward, 24 hours": ("2026-03-07T12:00", CALENDAR, "2026-03-08T17:00Z"),
    "back, 24 hours": ("2026-10-31T12:00", CALENDAR, "2026-11-01T16:00Z"),
    "into a leap day": ("2028-02-28T12:00", CALENDAR, "2028-02-29T17:00Z"),
    "out of a leap day": ("2028-02-29T12:00", CALENDAR, "2028-03-01T17:00Z"),
    "into a new year": ("2026-12-31T12:00", CALENDAR, "2027-01-01T17:00Z"),
}
"""When a clock of one day starts in Washington, on which calendar, and when it runs out."""


def at(text):
    """Return an instant, given in UTC or in Washington's time."""
    given = datetime.fromisoformat(text)
    return given if given.tzinfo else given.replace(tzinfo=WASHINGTON).astimezone(UTC)


@pytest.mark.parametrize("kind", UNEVEN)
@pytest.mark.django_db
def test_a_clock_runs_out_at_its_instant_and_not_a_second_before(kind):
    start, calendar, due = UNEVEN[kind]
    lamp = new_lamp(now=at(start))
    keeper = holder(lamp, at=at(start))
    lit(lamp, keeper, now=at(start))
    Deadline.objects.all().delete()  # so that it burns for longer than its hour
    inputs = {"days": 1, "calendar": calendar}
    perform(lamp, "set_curfew", actor=keeper, inputs=inputs, now=at(start))
    assert Deadline.objects.get().due_at == at(due)
    for now, fired in ((at(due) - SECOND, False), (at(due), True)):
        assert firing.fire_overdue(snapshot.lock(lamp.log_ids()), now) == fired
    assert events(lamp)[-1] == "lamp.went_out"


@pytest.mark.parametrize(
    ("start", "calendar", "due", "reminded"),
    [
        ("2026-03-04T09:00", BUSINESS, "2026-03-09T21:00Z", "2026-03-06T22:00Z"),
        ("2026-10-28T09:00", BUSINESS, "2026-11-02T22:00Z", "2026-10-30T21:00Z"),
        ("2026-03-05T12:00", CALENDAR, "2026-03-08T17:00Z", "2026-03-07T17:00Z"),
        ("2028-02-24T09:00", BUSINESS, "2028-02-29T22:00Z", "2028-02-28T22:00Z"),
        ("2026-12-29T09:00", BUSINESS, "2027-01-04T22:00Z", "2026-12-31T22:00Z"),
    ],
)
@pytest.mark.django_db
def test_a_reminder_keeps_washingtons_hour_on_business_days_and_24_hours_on_others(
    start, calendar, due, reminded
):
    lamp = new_lamp(now=at(start))
    inputs = {"days": 3, "calendar": calendar, "reminders": [1]}
    perform(lamp, "set_curfew", actor=holder(lamp, at=at(start)), inputs=inputs, now=at(start))
    row = Deadline.objects.get()
    assert (row.due_at, row.wake_at) == (at(due), at(reminded))
    for now, sent in ((at(reminded) - SECOND, 0), (at(reminded), 1), (at(reminded) + SECOND, 1)):
        remind(row, now)
        assert Job.objects.filter(event="deadline.reminder.curfew").count() == sent


@pytest.mark.parametrize(
    ("paused", "resumed", "due"),
    [
        ("2026-03-06T12:00", "2026-03-09T12:00", "2026-03-10T21:00Z"),
        ("2026-10-30T12:00", "2026-11-02T12:00", "2026-11-03T22:00Z"),
        ("2026-12-31T12:00", "2027-01-04T12:00", "2027-01-05T22:00Z"),
        ("2028-02-28T12:00", "2028-02-29T12:00", "2028-03-01T22:00Z"),
    ],
)
def test_a_clock_that_stood_still_over_such_a_day_goes_on_with_whole_days(paused, resumed, due):
    started = due_after(at(paused), 1, BUSINESS)
    left = started - at(paused)
    closings = closings_left(at(paused), started)
    assert resume(at(resumed), calendar=BUSINESS, remaining=left, closings=closings) == at(due)
    assert resume(at(resumed), calendar=CALENDAR, remaining=left, closings=closings) == at(resumed) + left


def test_a_year_of_calendar_days_is_so_many_times_24_hours():
    for start, days in (("2027-03-01T00:00Z", 366), ("2026-03-01T00:00Z", 365)):
        due = due_after(at(start), days, CALENDAR)
        assert (due.month, due.day, due.hour) == (3, 1, 0)
        assert days_before(due, days, CALENDAR) == at(start)
