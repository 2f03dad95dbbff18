"""A reminder goes out once at each threshold, whatever was missed, and none when the time has passed."""

from datetime import timedelta

import pytest

from tests.workflow.toy.making import GUEST, holder, new_lamp
from workflow import clock
from workflow.mail import Message
from workflow.models import Deadline, Job
from workflow.perform import perform
from workflow.sweep import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(db):
    return new_lamp(now=None)


@pytest.fixture
def keeper(lamp):
    return holder(lamp)


def due_in(lamp, keeper, days, reminders, step="set_curfew"):
    perform(lamp, step, actor=keeper, inputs={"days": days, "reminders": reminders})


def sent():
    return Job.objects.filter(event__startswith="deadline.reminder").count()


def days_pass(days):
    clock.advance(timedelta(days=days))
    sweep()


def test_each_goes_out_at_its_threshold(lamp, keeper):
    due_in(lamp, keeper, 10, [7, 3, 1])
    counts = []
    for _day in range(10):
        days_pass(1)
        counts.append(sent())
    assert counts == [0, 0, 1, 1, 1, 1, 2, 2, 3, 3]


def test_a_sweep_that_runs_often_sends_no_more(lamp, keeper):
    due_in(lamp, keeper, 10, [7])
    days_pass(3)
    assert [sweep() for _ in range(5)] == [0] * 5
    row = Deadline.objects.get()
    assert (sent(), row.wake_at) == (1, row.due_at)


def test_those_that_were_missed_go_out_once_each(lamp, keeper):
    due_in(lamp, keeper, 10, [7, 3, 1])
    days_pass(8)
    assert sent() == 2
    days_pass(1)
    assert sent() == 3


def test_none_goes_out_when_the_time_has_passed(lamp, keeper):
    due_in(lamp, keeper, 10, [7, 3, 1], step="inspect_after")
    days_pass(10)
    assert sent() == 0
    assert Deadline.objects.get().state == "fired"


def test_a_threshold_that_had_passed_when_the_clock_started_is_none(lamp, keeper):
    due_in(lamp, keeper, 2, [7, 1])
    days_pass(1)
    assert sent() == 1


def test_it_says_when_the_time_is_up_and_to_whom(lamp, keeper):
    due_in(lamp, keeper, 10, [7])
    days_pass(3)
    message = Message.of(Job.objects.get())
    assert (message.audience, message.template) == ("keeper", "soon")
    assert message.due_at == Deadline.objects.get().due_at


def test_a_clock_that_stands_still_reminds_nobody(lamp, keeper):
    perform(lamp, "light", actor=keeper, inputs={"brightness": 1})
    due_in(lamp, keeper, 10, [7, 3], step="inspect_after")
    perform(lamp, "shade", actor=keeper)
    perform(lamp, "set_curfew", actor=holder(lamp))
    days_pass(9)
    assert sent() == 0


def test_after_a_pause_those_sent_stay_sent(lamp, keeper):
    perform(lamp, "light", actor=keeper, inputs={"brightness": 1})
    due_in(lamp, keeper, 10, [7, 3], step="inspect_after")
    perform(lamp, "shade", actor=keeper)  # so that the lamp does not go out
    perform(lamp, "unshade", actor=keeper)
    Deadline.objects.filter(kind="burning").delete()
    days_pass(3)
    perform(lamp, "shade", actor=keeper)
    days_pass(30)
    perform(lamp, "unshade", actor=keeper)
    days_pass(1)
    assert sent() == 1
    days_pass(3)
    assert sent() == 2


def test_thresholds_are_counted_on_the_clocks_own_calendar(lamp, keeper):
    perform(
        lamp, "inspect_after", actor=keeper, inputs={"days": 10, "calendar": "business", "reminders": [3]}
    )
    row = Deadline.objects.get()
    assert row.due_at - row.wake_at >= timedelta(days=3)
    assert row.wake_at.minute == 0


def test_nobody_else_is_told(lamp, keeper):
    holder(lamp, GUEST)
    due_in(lamp, keeper, 10, [7])
    days_pass(3)
    assert set(Job.objects.values_list("inputs__audience", flat=True)) == {"keeper"}
