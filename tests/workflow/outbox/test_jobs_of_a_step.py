"""A step's jobs are written with the step, or not at all."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.workflow.toy.making import ELECTRICIAN, entries, holder, new_beacon
from workflow import clock
from workflow.errors import Refused
from workflow.models import Job
from workflow.perform import perform
from workflow.sweep import sweep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches")]


@pytest.fixture
def beacon(switches):
    return new_beacon()


@pytest.fixture
def keeper(beacon):
    return holder(beacon)


def test_a_step_queues_its_job_and_says_what_it_is_about(beacon, keeper):
    perform(beacon, "switch_off", actor=keeper)
    job, entry = Job.objects.get(), entries(beacon)[-1]
    assert (job.kind, job.inputs, job.state, job.attempts) == ("switch_off", {}, "queued", 0)
    assert (job.log_id, job.machine, job.subject_id) == (beacon.log_id, "toy.Beacon", beacon.pk)
    assert (job.event, job.actor, job.at, job.next_at) == (entry.event, entry.actor, entry.at, entry.at)
    assert beacon.state == "going_out"


def test_inputs_of_the_step_decide_on_those_of_the_job_and_whether_there_is_one(beacon, keeper):
    perform(beacon, "blink", actor=keeper, inputs={"times": 3})
    perform(beacon, "blink", actor=keeper)
    assert [job.inputs for job in Job.objects.all()] == [{"times": 3}]


def test_a_step_that_was_undone_queues_nothing(beacon, keeper):
    with pytest.raises(ZeroDivisionError):
        perform(beacon, "blink", actor=keeper, inputs={"times": 3, "trip": True})
    with transaction.atomic():
        perform(beacon, "blink", actor=keeper, inputs={"times": 3})
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_step_that_was_refused_queues_nothing(beacon):
    with pytest.raises(Refused):
        perform(beacon, "switch_off", actor=holder(beacon, ELECTRICIAN))
    assert not Job.objects.exists()


def test_a_step_that_was_asked_for_twice_queues_its_job_once(beacon, keeper):
    for _ in range(2):
        perform(beacon, "switch_off", actor=keeper, key="k")
    assert Job.objects.count() == 1


def test_steps_that_the_clock_takes_together_queue_a_job_each():
    beacons = [new_beacon() for _ in range(3)]
    clock.advance(timedelta(hours=1))
    sweep()
    assert {beacon.pk for beacon in beacons} == set(Job.objects.values_list("subject_id", flat=True))
    assert set(Job.objects.values_list("kind", "event", "actor", "state")) == {
        ("switch_off", "beacon.switched_off", "clock", "queued")
    }
