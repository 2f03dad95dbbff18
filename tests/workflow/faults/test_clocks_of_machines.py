"""Machines whose clocks are an hour off, or jump, give the same verdicts: only the database's clock is asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from tests.workflow.toy.making import events, holder, lit, new_lamp
from tests.workflow.toy.models import Lamp
from workflow import clock
from workflow.errors import Refused
from workflow.ledger.seal import seal
from workflow.models import Deadline, Entry, Job
from workflow.outbox import deliver
from workflow.perform import perform
from workflow.sweep import sweep

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CLOCKS = {"right": timedelta(0), "ahead": HOUR, "behind": -HOUR, "another year": timedelta(days=400)}


@pytest.fixture(params=CLOCKS)
def machine(request: pytest.FixtureRequest) -> Iterator[None]:
    """A machine with some clock of its own."""
    with time_machine.travel(datetime.now(UTC) + CLOCKS[request.param]):
        yield


def burning(minutes_left: float) -> Lamp:
    """Return a lamp whose time, an hour, runs out so soon by the database's clock."""
    at = clock.now() - HOUR + timedelta(minutes=minutes_left)
    lamp = new_lamp(now=at)
    lit(lamp, holder(lamp, at=at), now=at)
    return lamp


def test_a_clock_that_has_not_run_out_is_not_fired(machine):
    lamp = burning(minutes_left=1)
    assert sweep() == 0
    assert Lamp.objects.get(pk=lamp.pk).state == "on"


def test_a_clock_that_has_run_out_is_fired(machine):
    lamp = burning(minutes_left=-1)
    assert sweep() == 1
    assert events(lamp)[-1] == "lamp.went_out"


def test_a_step_after_the_end_is_refused_and_one_before_it_is_not(machine):
    late, in_time = burning(minutes_left=-1), burning(minutes_left=1)
    with pytest.raises(Refused):
        perform(late, "put_out", actor=holder(late, at=clock.now()))
    perform(in_time, "put_out", actor=holder(in_time, at=clock.now()))
    assert (events(late)[1:3], events(in_time)[-1]) == (["lamp.lit", "lamp.went_out"], "lamp.put_out")


def test_what_is_recorded_carries_the_databases_time(machine):
    before = clock.now()
    lamp = new_lamp(now=None)
    lit(lamp, holder(lamp, at=clock.now()), now=None)
    seal()
    instants = [entry.at for entry in Entry.objects.filter(subject_id=lamp.pk)]
    assert all(before <= at <= clock.now() for at in instants)
    assert Deadline.objects.get(subject_id=lamp.pk).due_at - instants[-1] == HOUR


def test_a_message_goes_out_at_once_and_one_that_failed_after_its_pause(machine):
    lamp = new_lamp(now=None)
    lit(lamp, holder(lamp, at=clock.now()), now=None)
    Job.objects.update(next_at=clock.now() + timedelta(seconds=20))
    assert deliver() == 0
    clock.advance(timedelta(seconds=20))
    deliver()
    assert len(mail.outbox) == 1


def test_how_long_ago_somebody_proved_who_they_are_is_judged_alike(machine):
    lamp = new_lamp(now=None)
    keeper = holder(lamp)
    old = replace(keeper, authenticated_at=clock.now() - timedelta(minutes=31))
    fresh = replace(keeper, authenticated_at=clock.now() - timedelta(minutes=29))
    with pytest.raises(Refused):
        perform(lamp, "certify", actor=old)
    perform(lamp, "certify", actor=fresh)


def test_a_clock_that_jumps_between_two_steps_changes_nothing():
    lamp = burning(minutes_left=30)
    keeper = holder(lamp, at=clock.now())
    due_at = Deadline.objects.get(subject_id=lamp.pk, kind="burning").due_at
    steps = ("shade", "unshade", "shade", "unshade")
    for step, jump in zip(steps, (HOUR, -HOUR, timedelta(days=-2), timedelta(days=2)), strict=True):
        with time_machine.travel(datetime.now(UTC) + jump):
            assert sweep() == 0
            perform(lamp, step, actor=keeper)
    instants = [entry.at for entry in Entry.objects.filter(subject_id=lamp.pk).order_by("index")]
    assert instants == sorted(instants)
    running = Deadline.objects.get(subject_id=lamp.pk, kind="burning")
    assert abs(running.due_at - due_at) < timedelta(minutes=1), "it stood still for moments only"
