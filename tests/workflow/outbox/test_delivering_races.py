"""Any number of workers run jobs; nobody gets the same mail twice, and what a job records is recorded once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connections

from tests.workflow.toy.making import GUEST, events, holder, lit, new_beacon, new_lamp, strokes
from workflow import clock, tasks
from workflow.models import Job
from workflow.outbox import claim, deliver, deliver_one
from workflow.perform import perform

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("fresh_database")]


def by_workers(number, work):
    def run(_i):
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


@pytest.fixture
def lamp():
    lamp = new_lamp(now=None)
    for _ in range(10):
        holder(lamp, GUEST)
    lit(lamp, holder(lamp), now=None)
    return lamp


def test_eight_workers_send_each_mail_once(lamp):
    settled = by_workers(8, lambda: deliver(limit=1) + deliver(limit=1))
    assert sum(settled) == 2
    addresses = [sent.to[0] for sent in mail.outbox]
    assert (len(addresses), len(set(addresses))) == (11, 11)


def test_workers_with_the_same_job_send_each_mail_once(lamp):
    ids = [claim(clock.now()), claim(clock.now())]

    def slow_worker():
        return [deliver_one(job_id) for job_id in ids]

    by_workers(6, slow_worker)
    assert len(mail.outbox) == len({sent.to[0] for sent in mail.outbox}) == 11
    assert set(Job.objects.values_list("state", flat=True)) <= {"queued", "done"}


def test_eight_workers_run_each_job_once(switches):
    beacons = [new_beacon() for _ in range(12)]
    for beacon in beacons:
        perform(beacon, "switch_off", actor=holder(beacon))
    assert sum(by_workers(8, lambda: deliver(limit=100))) == 12
    assert sorted(strokes()) == sorted(f"off {beacon.pk}" for beacon in beacons)
    assert {events(beacon)[-1] for beacon in beacons} == {"beacon.went_out"}
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}


def test_workers_with_the_same_job_record_it_once(switches):
    beacon = new_beacon()
    perform(beacon, "switch_off", actor=holder(beacon))
    job_id = claim(clock.now())
    assert by_workers(6, lambda: deliver_one(job_id)) == [True] * 6
    assert events(beacon) == ["beacon.made", "beacon.switched_off", "beacon.went_out"]
    assert Job.objects.get().state == "done"


def test_the_tasks_do_what_their_names_say(lamp):
    assert tasks.deliver() == 2
    assert tasks.sweep() == 0
    assert tasks.seal() is True
    assert tasks.seal() is False
