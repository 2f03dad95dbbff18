"""A job is done outside the database at least once; what it records is recorded once."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import connection

from tests.workflow.toy.making import events, holder, new_beacon, strokes
from workflow import clock, outbox
from workflow.jobs import NewJob
from workflow.models import Job
from workflow.outbox import LEASE, MAX_ATTEMPTS, claim, deliver, deliver_one
from workflow.perform import perform

pytestmark = pytest.mark.django_db
RECORDED = ["beacon.made", "beacon.switched_off", "beacon.went_out"]


@pytest.fixture
def beacon(switches):
    return new_beacon()


def going_out(beacon):
    """Let the beacon be switched off and return the job that does it."""
    perform(beacon, "switch_off", actor=holder(beacon))
    return Job.objects.get(kind="switch_off")


def added(beacon, kind):
    """Queue a job without inputs that no step caused."""
    about = {"log_id": beacon.log_id, "machine": beacon.machine(), "subject_id": beacon.pk, "event": "asked"}
    outbox.add([NewJob(kind)], now=clock.now(), **about)


def test_it_is_done_outside_and_the_clock_records_it(beacon, switches):
    job = going_out(beacon)
    assert (switches / str(beacon.pk)).exists()
    assert deliver() == 1
    assert not (switches / str(beacon.pk)).exists()
    assert events(beacon) == RECORDED
    beacon = type(beacon).objects.get()
    job.refresh_from_db()
    assert (beacon.state, job.state) == ("out", "done")


def test_done_again_it_is_recorded_once(beacon):
    job = going_out(beacon)
    for _ in range(3):
        deliver()
        Job.objects.update(state="queued", next_at=clock.now())
    assert deliver_one(job.pk)
    assert strokes() == [f"off {beacon.pk}"] * 4
    assert events(beacon) == RECORDED


@pytest.mark.parametrize("order", list(permutations([0, 1, 2])))
def test_jobs_of_one_matter_run_in_any_order(beacon, order):
    keeper = holder(beacon)
    perform(beacon, "blink", actor=keeper, inputs={"times": 1})
    perform(beacon, "switch_off", actor=keeper)
    perform(beacon, "blink", actor=keeper, inputs={"times": 2})
    queued = list(Job.objects.order_by("at"))
    assert all(deliver_one(queued[place].pk) for place in order)
    done = [f"blink {beacon.pk} 1", f"off {beacon.pk}", f"blink {beacon.pk} 2"]
    assert strokes() == [done[place] for place in order]
    assert events(beacon)[-1] == "beacon.went_out"
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


def test_while_the_outside_cannot_be_reached_it_is_tried_after_growing_pauses_then_dead(
    beacon, switches, caplog
):
    job = going_out(beacon)
    away = switches.rename(switches.with_name("away"))
    pauses = []
    for _ in range(MAX_ATTEMPTS):
        now = clock.now()
        assert deliver() == 0
        job.refresh_from_db()
        pauses.append(round((job.next_at - now).total_seconds()))
        clock.advance(job.next_at - now)
    assert pauses[:-1] == [20, 40, 80, 160, 320, 640, 1280]
    assert (job.state, job.attempts, job.last_error) == ("dead", MAX_ATTEMPTS, "FileNotFoundError")
    assert caplog.records == [], "it was expected"
    away.rename(switches)
    assert deliver() == 0
    assert outbox.run_again(job.pk)
    assert not outbox.run_again(job.pk)
    assert deliver() == 1
    assert events(beacon) == RECORDED


def test_one_job_that_fails_holds_up_no_other(beacon):
    added(beacon, "blink")
    going_out(beacon)
    assert deliver() == 1
    assert events(beacon) == RECORDED


def test_a_surprise_is_logged_and_operators_see_its_name_alone(beacon, caplog):
    added(beacon, "blink")
    deliver()
    job = Job.objects.get()
    assert (job.state, job.last_error) == ("queued", "KeyError")
    assert [record.getMessage() for record in caplog.records] == [f"job {job.pk} of the kind blink failed"]


def test_a_refusal_is_not_logged_and_operators_see_its_codes(beacon, caplog):
    added(beacon, "switch_off")
    deliver()
    job = Job.objects.get()
    assert (job.state, job.last_error, caplog.records) == ("queued", "wrong_state", [])
    assert events(beacon) == ["beacon.made"]


def test_a_job_that_kills_every_worker_is_dead_in_the_end(beacon):
    job = going_out(beacon)
    for _ in range(MAX_ATTEMPTS):
        claim(clock.now())  # and die
        clock.advance(LEASE)
    deliver()
    job.refresh_from_db()
    assert (job.state, job.last_error) == ("dead", "no worker survived this")
    assert strokes() == []


def test_a_worker_that_lost_its_lease_does_not_put_off_the_next_one(beacon):
    added(beacon, "blink")
    taken_over = []

    def take_over(execute, sql, *args):
        """Let another worker take the job just before the first one notes its failure."""
        if "last_error" in sql and sql.startswith("UPDATE") and not taken_over:
            taken_over.append(None)
            clock.advance(LEASE + timedelta(seconds=1))
            taken_over.append(claim(clock.now()))
        return execute(sql, *args)

    with connection.execute_wrapper(take_over):
        deliver(limit=1)
    job = Job.objects.get()
    assert taken_over[1:] == [job.pk]
    assert (job.attempts, job.last_error, job.next_at > clock.now() + LEASE / 2) == (2, "", True)
