"""The sweep performs what is due through the one door, whatever was missed, and a bad row holds up nobody."""

from datetime import timedelta

import pytest

from tests.workflow.toy.making import entries, events, holder, lit, new_bulb, new_lamp
from tests.workflow.toy.models import Bulb, Lamp
from workflow import clock
from workflow.models import Deadline, Job
from workflow.perform import perform
from workflow.sweep import LEASE, lease, sweep, wake

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def lamp(db):
    return new_lamp(now=None)


@pytest.fixture
def keeper(lamp):
    return holder(lamp)


def test_nothing_is_due_before_its_time(lamp, keeper):
    lit(lamp, keeper, now=None)
    assert sweep() == 0
    assert Lamp.objects.get().state == "on"


def test_what_is_due_happens_in_the_name_of_the_clock(lamp, keeper):
    lit(lamp, keeper, now=None)
    clock.advance(HOUR)
    assert sweep() == 1
    assert Lamp.objects.get().state == "off"
    assert (entries(lamp)[-1].event, entries(lamp)[-1].actor) == ("lamp.went_out", "clock")
    assert Deadline.objects.get().state == "fired"


@pytest.mark.parametrize(
    ("days", "states"),
    [(1, {"burning": "fired", "curfew": "canceled"}), (0, {"burning": "met", "curfew": "fired"})],
    ids=["burnt out", "curfew"],
)
def test_the_clock_that_struck_has_fired_whatever_the_step_makes_of_the_others(lamp, keeper, days, states):
    perform(lamp, "set_curfew", actor=keeper, inputs={"days": days})
    lit(lamp, keeper, now=None)
    clock.advance(HOUR)
    sweep()
    assert dict(Deadline.objects.values_list("kind", "state")) == states


def test_it_happens_once_however_often_and_late_the_sweep_runs(lamp, keeper):
    lit(lamp, keeper, now=None)
    clock.advance(timedelta(days=40))
    assert [sweep(), sweep(), sweep()] == [1, 0, 0]
    assert events(lamp).count("lamp.went_out") == 1


def test_within_a_matter_what_was_due_first_happens_first(lamp, keeper):
    bulb = new_bulb(lamp, now=None)
    lit(lamp, keeper, now=None)
    row = Deadline.objects.get()
    row.pk, row.machine, row.subject_id, row.kind, row.step = None, "toy.Bulb", bulb.pk, "end", "crush"
    Deadline.objects.bulk_create([_earlier(row)])
    clock.advance(HOUR)
    Deadline.objects.filter(subject_id=bulb.pk).update(wake_at=clock.now() + HOUR)
    sweep()
    assert Bulb.objects.get().state == "broken"
    assert entries(bulb)[-1].index < entries(lamp)[-1].index


def _earlier(row):
    import uuid

    row.pk, row.due_at = uuid.uuid4(), row.due_at - timedelta(minutes=1)
    return row


def test_a_clock_that_only_warns_tells_so_when_it_passes(lamp, keeper):
    perform(lamp, "inspect_after", actor=keeper, inputs={"days": 1})
    clock.advance(timedelta(days=1))
    sweep()
    assert Deadline.objects.get().state == "fired"
    assert list(Job.objects.values_list("event", "inputs__audience")) == [
        ("deadline.passed.inspection", "keeper")
    ]
    assert events(lamp) == ["lamp.made", "lamp.inspection_set"]


def test_a_clock_met_while_the_sweep_was_on_its_way_is_left_alone(lamp, keeper):
    lit(lamp, keeper, now=None)
    clock.advance(HOUR)
    [deadline] = lease(clock.now(), 10)
    Deadline.objects.update(state="met")
    wake(deadline)
    assert Lamp.objects.get().state == "on"


def test_a_warning_met_while_the_sweep_was_on_its_way_is_not_given(lamp, keeper):
    perform(lamp, "inspect_after", actor=keeper, inputs={"days": 1})
    clock.advance(timedelta(days=1))
    [deadline] = lease(clock.now(), 10)
    Deadline.objects.update(state="met")
    wake(deadline)
    assert not Job.objects.exists()


def test_what_was_due_first_is_taken_first_in_whatever_order_it_was_set(db):
    now = clock.now()
    for minutes in (3, 1, 5, 2, 4):
        lamp = new_lamp(now=now - 2 * HOUR)
        lit(lamp, holder(lamp), now=now - HOUR - timedelta(minutes=minutes))
    assert lease(now, 10) == list(Deadline.objects.order_by("due_at").values_list("pk", flat=True))


def test_a_leased_row_is_taken_over_when_its_worker_died(lamp, keeper):
    lit(lamp, keeper, now=None)
    clock.advance(HOUR)
    assert len(lease(clock.now(), 10)) == 1
    assert sweep() == 0
    clock.advance(LEASE)
    assert sweep() == 1
