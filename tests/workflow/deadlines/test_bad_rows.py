"""What cannot happen is tried again, says why, and holds up nobody."""

from datetime import timedelta

import pytest

from tests.overwriting import overwrite
from tests.workflow.toy.making import entries, events, holder, lit, new_lamp
from tests.workflow.toy.models import Lamp
from workflow import clock, firing
from workflow.models import Deadline
from workflow.perform import perform
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
    overwrite(Deadline.objects.all(), **broken)
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


def test_what_a_failed_step_had_written_is_undone_and_the_next_clock_strikes(lamp, keeper, monkeypatch):
    lit(lamp, keeper, now=None)
    perform(lamp, "set_curfew", actor=keeper, inputs={"days": 1})
    clock.advance(timedelta(days=1))
    whole = firing.apply_step

    def fail_in_the_end(*args, fired):
        whole(*args, fired=fired)
        if fired == "burning":
            raise ZeroDivisionError

    monkeypatch.setattr(firing, "apply_step", fail_in_the_end)
    sweep()
    assert events(lamp) == ["lamp.made", "lamp.lit", "lamp.curfew_set", "lamp.went_out"]
    assert [entry.index for entry in entries(lamp)] == [0, 1, 2, 3]
    assert dict(Deadline.objects.values_list("kind", "last_error")) == {
        "burning": "ZeroDivisionError",
        "curfew": "",
    }
