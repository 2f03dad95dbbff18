"""Calendar days are 24 hours; business days are those of the federal government and end at 17:00 in Washington."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow import calendars
from workflow.calendars import BUSINESS, CALENDAR, due_after, is_business_day, resume
from workflow.closing import closed_days


@pytest.fixture(autouse=True, scope="module")
def _no_day_is_entered() -> Iterator[None]:
    """Let no test here read days that somebody entered: the calendar itself is tested."""
    with closed_days.known_as(frozenset()):
        yield


WASHINGTON = ZoneInfo("America/New_York")
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


def at(text):
    """Return an instant given in Washington's time."""
    return datetime.fromisoformat(text).replace(tzinfo=WASHINGTON)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-23T09:00", 1, "2026-11-24T17:00"),
        ("2026-11-23T23:59", 1, "2026-11-24T17:00"),  # the day of the start does not count
        ("2026-11-25T09:00", 1, "2026-11-27T17:00"),  # Thanksgiving
        ("2026-11-27T18:00", 1, "2026-11-30T17:00"),  # a weekend
        ("2026-11-28T12:00", 1, "2026-11-30T17:00"),  # begun on a Saturday
        (
            "2026-07-01T09:00",
            2,
            "2026-07-06T17:00",
        ),  # Independence Day, a Saturday, is kept on Friday the 3rd
        ("2027-12-23T09:00", 1, "2027-12-27T17:00"),  # Christmas, a Saturday, is kept on Friday the 24th
        ("2027-12-30T09:00", 1, "2028-01-03T17:00"),  # New Year's Day of the next year is kept on 31 December
        ("2026-06-18T09:00", 1, "2026-06-22T17:00"),  # Juneteenth
        ("2026-01-16T09:00", 20, "2026-02-17T17:00"),  # Martin Luther King's and Washington's birthdays
        ("2028-02-28T09:00", 1, "2028-02-29T17:00"),  # a leap day
        ("2026-03-06T09:00", 1, "2026-03-09T17:00"),  # clocks go forward on the 8th
        ("2026-10-30T09:00", 1, "2026-11-02T17:00"),  # clocks go back on the 1st
        ("2026-11-23T09:00", 0, "2026-11-23T17:00"),
        ("2026-11-28T09:00", 0, "2026-11-30T17:00"),
    ],
)
def test_business_days(start, days, due):
    assert due_after(at(start), days, BUSINESS) == at(due)


def test_the_end_of_business_follows_washingtons_clocks():
    assert calendars.close_of(date(2026, 3, 6)).isoformat() == "2026-03-06T22:00:00+00:00"
    assert calendars.close_of(date(2026, 3, 9)).isoformat() == "2026-03-09T21:00:00+00:00"


def test_an_instant_counts_for_its_day_in_washington():
    evening = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # still Monday there
    assert due_after(evening, 1, BUSINESS) == at("2026-11-24T17:00")


@pytest.mark.parametrize("start", ["2026-03-07T12:00", "2026-10-31T12:00", "2028-02-28T12:00"])
def test_a_calendar_day_is_24_hours_whatever_the_clocks_do(start):
    assert due_after(at(start), 2, CALENDAR) - at(start).astimezone(UTC) == timedelta(hours=48)


@pytest.mark.parametrize(
    ("due", "days", "reminder"),
    [("2026-11-30T17:00", 1, "2026-11-27T17:00"), ("2026-11-30T17:00", 3, "2026-11-24T17:00")],
)
def test_reminders_count_backwards_on_the_same_calendar(due, days, reminder):
    assert calendars.days_before(at(due), days, BUSINESS) == at(reminder)
    assert calendars.days_before(at(due), days, CALENDAR) == at(due) - timedelta(days=days)


@pytest.mark.parametrize(
    ("due", "paused", "resumed", "then"),
    [
        ("2026-12-17T17:00", "2026-12-12T10:00", "2026-12-14T07:00", "2026-12-17T17:00"),  # no closing passed
        ("2026-12-17T17:00", "2026-12-12T10:00", "2026-12-13T10:00", "2026-12-17T17:00"),
        ("2026-12-17T17:00", "2026-12-12T10:00", "2026-12-14T17:00", "2026-12-18T17:00"),  # one did
        ("2026-12-17T17:00", "2026-12-14T18:00", "2026-12-15T09:00", "2026-12-17T17:00"),
        ("2026-11-24T17:00", "2026-11-24T10:00", "2026-11-24T12:00", "2026-11-24T17:00"),  # on the last day
        ("2026-11-24T17:00", "2026-11-24T10:00", "2026-11-24T17:00", "2026-11-25T17:00"),
        ("2026-11-24T17:00", "2026-11-24T10:00", "2026-11-28T10:00", "2026-11-30T17:00"),
    ],
)
def test_each_closing_that_passes_during_a_pause_moves_a_business_clock_by_one_day(
    due, paused, resumed, then
):
    left = calendars.closings_left(at(paused), at(due))
    assert resume(at(resumed), calendar=BUSINESS, remaining=timedelta(0), closings=left) == at(then)


@pytest.mark.parametrize("day", ["2024-12-24", "2025-01-09", "2025-12-24", "2025-12-26", "2033-01-20"])
def test_days_that_an_order_or_an_inauguration_closed_are_no_business_days(day):
    assert not calendars.is_business_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2032-01-20", "2034-01-20", "2026-12-24"])
def test_the_same_days_of_other_years_are(day):
    assert calendars.is_business_day(date.fromisoformat(day))


@given(INSTANTS, st.integers(0, 60))
def test_a_pause_of_no_length_changes_nothing_but_the_hour(start, days):
    due = due_after(start, days, BUSINESS)
    if start < due:
        left = calendars.closings_left(start, due)
        assert resume(start, calendar=BUSINESS, remaining=due - start, closings=left) == due


@given(INSTANTS, st.integers(1, 60))
def test_a_due_day_is_a_business_day_and_later_starts_are_never_due_earlier(start, days):
    due = due_after(start, days, BUSINESS)
    assert is_business_day(due.astimezone(WASHINGTON).date())
    assert due <= due_after(start + timedelta(hours=7), days, BUSINESS)
    assert due < due_after(start, days + 1, BUSINESS)


@given(INSTANTS, st.integers(0, 60))
def test_days_there_and_back_meet(start, days):
    due = due_after(start, days + 1, BUSINESS)
    assert calendars.days_before(due, days, BUSINESS) == due_after(start, 1, BUSINESS)
