"""Closures beside other work: a worker that dies moves each clock once, and no step under way is forgotten."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections, transaction

from designation.demo import world as demonstration
from designation.demo.world import World
from tests.workflow.faults.killing import every_death
from workflow import calendars, clock, outbox
from workflow.models import Deadline, Job

from .closing import clock_of, closed, due_on, moves, worked_off

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("fresh_database")]
LATER = timedelta(minutes=3)
"""Longer than any lease that a dead worker holds."""


def a_world() -> World:
    return demonstration.people_and_policy(clock.now())


def test_each_clock_moves_once_whenever_the_worker_died() -> None:
    world = a_world()
    worked_off()
    clocks: list[Deadline] = []
    days: list[int] = []

    def begin() -> Callable[[], object]:
        world.now = clock.now()
        days.append(days[-1] + 3 if days else 3)
        clocks[:] = [clock_of(world, days[-1]), clock_of(world, days[-1])]
        closed(world, calendars.shift(calendars.day_of(world.now), days[-1]))
        Job.objects.exclude(kind="move_clocks").update(state="done")  # mail is not what dies here
        return outbox.deliver

    half_way = 0
    for died in every_death(begin, lambda statement: "workflow_deadline" in statement):
        half_way += died and sum(bool(moves(row)) for row in clocks) == 1
        clock.advance(LATER)
        worked_off()
        for row in clocks:
            assert len(moves(row)) == 1
            assert calendars.day_of(row.due_at) < due_on(row)
        assert due_on(clocks[0]) == calendars.shift(calendars.day_of(clocks[0].due_at), 1)
    assert half_way, "No worker died between two clocks."


def test_a_step_that_read_the_days_before_is_waited_for() -> None:
    world = a_world()
    worked_off()
    world.now = clock.now()
    started, may_end = threading.Event(), threading.Event()
    rows: list[Deadline] = []

    def step() -> None:
        with transaction.atomic():
            rows.append(clock_of(world, 3))
            started.set()
            may_end.wait(30)
        connections.close_all()

    thread = threading.Thread(target=step)
    thread.start()
    assert started.wait(30)
    closed(world, calendars.shift(calendars.day_of(world.now), 3))
    worked_off()
    job = Job.objects.get(kind="move_clocks")
    assert (job.state, job.last_error) == (
        "queued",
        "steps are under way that may not know of the closed day",
    )
    may_end.set()
    thread.join(30)
    clock.advance(LATER)
    worked_off()
    assert due_on(rows[0]) == calendars.shift(calendars.day_of(rows[0].due_at), 1)
