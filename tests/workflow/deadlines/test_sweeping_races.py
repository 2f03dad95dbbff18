"""Any number of workers may sweep at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections, transaction

from tests.workflow.toy.making import events, holder, lit, new_lamp
from tests.workflow.toy.models import Lamp
from workflow import clock
from workflow.batch_deadlines import fire_together
from workflow.models import Deadline, Job
from workflow.perform import perform
from workflow.sql import snapshot
from workflow.sweep import sweep

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("fresh_database")]


def by_workers(number, work):
    def run(_i):
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_eight_workers_perform_each_step_once():
    lamps = [new_lamp(now=None) for _ in range(24)]
    for lamp in lamps:
        lit(lamp, holder(lamp), now=None)
    clock.advance(timedelta(hours=1))
    assert sum(by_workers(8, lambda: sweep(limit=5) + sweep(limit=5))) >= 24
    assert set(Lamp.objects.values_list("state", flat=True)) == {"off"}
    assert all(events(lamp).count("lamp.went_out") == 1 for lamp in lamps)
    assert set(Deadline.objects.values_list("state", "attempts")) == {("fired", 0)}


def test_eight_workers_send_each_reminder_once():
    lamp = new_lamp(now=None)
    perform(lamp, "set_curfew", actor=holder(lamp), inputs={"days": 9, "reminders": [5, 4, 3]})
    clock.advance(timedelta(days=5, hours=1))
    Deadline.objects.update(wake_at=clock.now())
    by_workers(8, sweep)
    assert Job.objects.count() == 2


def test_a_matter_in_use_is_not_waited_for():
    """What can be fired together is, but for the matter that somebody is working in."""
    lamps = [new_lamp(now=None) for _ in range(3)]
    for lamp in lamps:
        lit(lamp, holder(lamp), now=None)
    clock.advance(timedelta(hours=1))
    deadlines = list(Deadline.objects.values_list("pk", flat=True))

    def fire():
        return fire_together(deadlines, clock.now())

    with transaction.atomic():
        snapshot.lock([lamps[0].log_id])
        assert [len(fired) for fired in by_workers(1, fire)] == [2]
    assert [events(lamp)[-1] for lamp in lamps] == ["lamp.lit", "lamp.went_out", "lamp.went_out"]
