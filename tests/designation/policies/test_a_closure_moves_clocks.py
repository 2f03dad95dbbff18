"""A closure in force is no business day: it moves the clocks that run over it, each once, and only later."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from designation.demo.world import World
from designation.policies import actions as policies
from tests.overwriting import overwrite
from tests.workflow.toy.making import holder
from tests.workflow.toy.models import Lamp
from workflow import calendars, clock
from workflow.closing import closed_days
from workflow.closing.moving import move_clocks
from workflow.deadlines import reminder_at
from workflow.ledger.export import export
from workflow.ledger.seal import seal
from workflow.ledger.verify import verify
from workflow.models import Deadline, Job
from workflow.perform import perform
from workflow.staleness import newest_change
from workflow.sweep import sweep

from .closing import ahead, clock_of, closed, due_at, due_on, moves, worked_off


def test_clocks_due_on_the_day_and_later_move_by_one_business_day(present: World) -> None:
    before, on_the_day, after = (clock_of(present, days) for days in (2, 3, 4))
    closed(present, ahead(present, 3))
    expected = [due_on(before), ahead(present, 3), ahead(present, 4)]
    worked_off()
    assert [due_on(row) for row in (before, on_the_day, after)] == expected
    assert [len(moves(row)) for row in (before, on_the_day, after)] == [0, 1, 1]
    assert due_at(on_the_day) == calendars.close_of(expected[1])


def test_the_move_is_recorded_for_those_who_may_read_of_the_clock(present: World) -> None:
    row = clock_of(present, 3)
    closure = closed(present, ahead(present, 3))
    worked_off()
    (entry,) = moves(row)
    assert (entry.actor, entry.source, entry.target) == ("clock", "on", "on")
    assert entry.sides == ["guest", "house"]
    assert entry.details["closed"] == [closure.day.isoformat()]
    assert entry.details["deadline"] == "inspection"
    assert entry.details["was_due_at"] < entry.details["due_at"]
    seal()
    assert verify(export([row.log_id], may_open=lambda _entry: True)).logs[0].size == entry.index + 1


def test_a_move_makes_no_open_form_stale(present: World) -> None:
    row = clock_of(present, 3)
    lamp = Lamp.objects.get(pk=row.subject_id)
    seen = newest_change(lamp, ["house"])
    closed(present, ahead(present, 3))
    worked_off()
    keeper = holder(lamp, at=present.now)
    done = perform(lamp, "shade", actor=keeper, now=present.now, seen=seen)
    assert done.index == moves(row)[0].index + 1


def test_a_clock_that_starts_afterward_does_not_move_again(present: World) -> None:
    first = ahead(present, 1)
    closed(present, first)
    row = clock_of(present, 1)
    due = due_on(row)
    assert due == calendars.shift(first, 1)
    worked_off()
    assert (due_on(row), moves(row)) == (due, [])


@pytest.mark.parametrize("jobs_in_between", [True, False])
@pytest.mark.parametrize("days", [(2, 3), (3, 2)])
def test_two_days_in_a_row_move_a_clock_by_two(
    present: World, days: tuple[int, int], *, jobs_in_between: bool
) -> None:
    rows = [clock_of(present, length) for length in (2, 3, 4)]
    closing = [ahead(present, one) for one in days]
    expected = [ahead(present, one) for one in (4, 5, 6)]
    for day in closing:
        closed(present, day)
        if jobs_in_between:
            worked_off()
    worked_off()
    assert [due_on(row) for row in rows] == expected


def test_a_calendar_clock_stays(present: World) -> None:
    row = clock_of(present, 20, calendar=calendars.CALENDAR)
    due = due_at(row)
    closed(present, ahead(present, 3))
    worked_off()
    assert (due_at(row), moves(row)) == (due, [])


def test_what_ran_out_before_the_closed_day_stays(present: World) -> None:
    row = clock_of(present, 2)
    day = ahead(present, 3)
    closed(present, day)
    clock.advance(calendars.close_of(day) - clock.now() + timedelta(hours=1))
    due = due_at(row)
    worked_off()
    assert (due_at(row), moves(row)) == (due, [])


def test_no_clock_runs_out_on_a_closed_day_even_if_the_job_is_late(present: World) -> None:
    row = clock_of(present, 3)
    day, expected = ahead(present, 3), ahead(present, 4)
    closed(present, day)
    clock.advance(calendars.close_of(day) - clock.now() + timedelta(hours=1))
    sweep()
    assert Deadline.objects.get(pk=row.pk).state == "running"
    worked_off()
    assert due_on(row) == expected
    assert Deadline.objects.get(pk=row.pk).state == "running"


def test_a_day_that_passed_before_the_job_ran_still_moves_later_clocks(present: World) -> None:
    row = clock_of(present, 4)
    day = ahead(present, 3)
    expected = ahead(present, 5)
    closed(present, day)
    clock.advance(calendars.close_of(day) - clock.now() + timedelta(hours=1))
    worked_off()
    assert due_on(row) == expected


@pytest.mark.parametrize("paused_first", [True, False])
def test_a_paused_clock_keeps_its_number_of_closings(present: World, *, paused_first: bool) -> None:
    row = clock_of(present, 4)
    expected = ahead(present, 5)
    lamp = Lamp.objects.get(pk=row.subject_id)
    keeper = holder(lamp, at=present.now)
    if not paused_first:
        closed(present, ahead(present, 3))
    perform(lamp, "shade", actor=keeper, now=present.now)
    left = Deadline.objects.get(pk=row.pk).remaining_days
    if paused_first:
        closed(present, ahead(present, 3))
    worked_off()
    assert Deadline.objects.get(pk=row.pk).remaining_days == left
    assert moves(row) == []
    perform(lamp, "unshade", actor=keeper, now=present.now)
    worked_off()
    assert due_on(row) == expected
    assert moves(row) == []


def test_reminders_follow(present: World) -> None:
    row = clock_of(present, 5, reminders=[1])
    day = ahead(present, 5)
    closed(present, day)
    worked_off()
    moved = Deadline.objects.get(pk=row.pk)
    assert moved.wake_at == reminder_at(moved, 1) == calendars.close_of(ahead(present, 4))
    clock.advance(calendars.close_of(day) - clock.now())
    sweep()
    assert Deadline.objects.get(pk=row.pk).reminded == [1]


def test_the_job_run_again_moves_nothing_twice(present: World) -> None:
    row = clock_of(present, 3)
    closed(present, ahead(present, 2))
    worked_off()
    due = due_at(row)
    move_clocks(Job.objects.get(kind="move_clocks"))
    assert (due_at(row), len(moves(row))) == (due, 1)


def test_a_clock_that_cannot_be_moved_stops_no_other(present: World) -> None:
    rows = [clock_of(present, 3) for _ in range(3)]
    lost = min(rows, key=lambda row: str(row.pk))
    overwrite(Deadline.objects.filter(pk=lost.pk), machine="toy.Nothing")
    closed(present, ahead(present, 3))
    worked_off()
    assert [len(moves(row)) for row in rows] == [int(row.pk != lost.pk) for row in rows]
    assert "1 clocks could not be moved" in Job.objects.get(kind="move_clocks").last_error


def test_a_step_that_computes_many_dates_reads_the_days_once(present: World) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        clock_of(present, 9, reminders=[5, 3, 1])
    reads = [one["sql"] for one in asked if "designation_closure" in one["sql"]]
    assert len(reads) == 1
    with CaptureQueriesContext(connection) as asked, closed_days.read_once():
        for days in range(1, 9):
            calendars.due_after(present.now, days, calendars.BUSINESS)
    assert len(asked) == 1


def test_a_closure_counts_at_once_and_only_when_it_is_in_force(present: World) -> None:
    day = ahead(present, 3)
    closure = policies.enter_closure(day=day, source="An order", actor=present.actor("paul"), now=present.now)
    assert calendars.is_business_day(day)
    present.act(closure, "activate", "paul")
    assert calendars.is_business_day(day)
    present.act(closure, "activate", "petra")
    assert not calendars.is_business_day(day)
