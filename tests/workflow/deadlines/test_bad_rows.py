"""What cannot happen is tried again, says why, and holds up nobody."""

from datetime import timedelta

import pytest

from tests.workflow.toy.making import events, holder, lit, new_lamp
from tests.workflow.toy.models import Lamp
from workflow import clock, firing
from workflow.models import Deadline
from workflow.sweep import sweep

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def lamp(db):
    return new_lamp(now=None)


@pytest.fixture
def keeper(lamp):
    return holder(lamp)


def test_what_a_guard_refuses_is_tried_again_and_says_why(lamp, keeper):
    lit(lamp, keeper, now=None)
    Lamp.objects.update(has_current=False)
    clock.advance(HOUR)
    sweep()
    row = Deadline.objects.get()
    assert (row.state, row.last_error, row.attempts) == ("running", "no_current", 1)
    assert row.wake_at > clock.now()
    assert sweep() == 0
    Lamp.objects.update(has_current=True)
    clock.advance(timedelta(seconds=2))
    assert sweep() == 1
    assert Lamp.objects.get().state == "off"


def test_pauses_grow_and_have_an_end(lamp, keeper):
    lit(lamp, keeper, now=None)
    Lamp.objects.update(has_current=False)
    clock.advance(HOUR)
    pauses = []
    for _ in range(12):
        now = clock.now()
        sweep()
        row = Deadline.objects.get()
        pauses.append(round((row.wake_at - now).total_seconds()))
        clock.advance(row.wake_at - clock.now() + timedelta(milliseconds=1))
    assert pauses[:4] == [1, 2, 4, 8]
    assert pauses[-1] == firing.LONGEST_PAUSE_REFUSED.total_seconds()


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        ({"step": "no_such_step"}, "UnknownStep"),
        ({"machine": "toy.Gone"}, "LookupError"),
        ({"machine": "nonsense"}, "ValueError"),
        ({"subject_id": "0b5a7a52-9e7c-4b59-8c5f-5e3b8c6f0a01"}, "DoesNotExist"),
    ],
)
def test_a_bad_row_holds_up_nobody_and_says_what_is_wrong(lamp, keeper, broken, error):
    bad, good = lamp, new_lamp(now=None)
    lit(bad, keeper, now=None)
    Deadline.objects.update(**broken)
    lit(good, holder(good), now=None)
    clock.advance(HOUR)
    assert sweep() == 2
    assert Lamp.objects.get(pk=good.pk).state == "off"
    row = Deadline.objects.get(log=bad.log_id)
    assert (row.state, row.last_error, row.attempts) == ("running", error, 1)
    assert row.wake_at > clock.now()
    clock.advance(timedelta(seconds=2))
    sweep()
    assert Deadline.objects.get(log=bad.log_id).attempts == 2


def test_a_step_that_fails_leaves_nothing_behind(lamp, keeper, monkeypatch):
    lit(lamp, keeper, now=None)
    clock.advance(HOUR)

    def fail(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(firing, "take", fail)
    sweep()
    assert (Lamp.objects.get().state, Deadline.objects.get().last_error) == ("on", "ZeroDivisionError")
    assert events(lamp)[-1] == "lamp.lit"
