"""A job that a worker did not finish is finished by the next one, and nothing is done twice."""

from collections.abc import Callable

import pytest

from designation.demo.world import World
from designation.directory import actions
from designation.directory.importing import jobs, likely, staging
from designation.directory.importing.upload import proposed_mapping
from designation.models import DirectoryEntry, DirectoryImport
from tests.designation.directory.importing import done, file_of, outcomes, uploaded
from tests.designation.walking import fresh
from workflow import outbox
from workflow.jobs import JobFailed
from workflow.models import Entry, Job

LINES = 25
FILE = file_of(*(f'"City {n:02}\nof Weir",Weir,MS,city' for n in range(LINES)))


class WorkerDied(BaseException):
    """Nothing catches it, as nothing catches the death of a process."""


@pytest.fixture
def job(present: World, monkeypatch: pytest.MonkeyPatch) -> Job:
    """The job that checks a file of several batches."""
    monkeypatch.setattr(staging, "BATCH", 10)
    of = uploaded(present, FILE)
    actions.check(of, proposed_mapping(of.header), actor=present.actor("rhea"), now=present.now)
    return Job.objects.get(subject_id=of.pk, kind="check_directory_import")


def dies_after(calls: int) -> Callable[..., bool]:
    left = iter(range(calls))

    def keep(_job: Job) -> bool:
        if next(left, None) is None:
            raise WorkerDied
        return True

    return keep


def import_of(job: Job) -> DirectoryImport:
    return DirectoryImport.objects.get(pk=job.subject_id)


def test_reading_goes_on_where_a_worker_died(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "keep", dies_after(1))
        with pytest.raises(WorkerDied):
            jobs.check(job)
    of = import_of(job)
    assert (of.state, of.rows.count()) == ("checking", 20)
    assert 0 < of.read_percent < 100
    of = done(of)
    assert outcomes(of) == {"added": LINES}
    assert sorted(of.rows.values_list("line", flat=True)) == [2 + 2 * n for n in range(LINES)]


def die(*_args: object, **_inputs: object) -> None:
    raise WorkerDied


def test_comparing_is_done_once(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that died after comparing left everything compared; the next one only records the end."""
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "perform", die)
        with pytest.raises(WorkerDied):
            jobs.check(job)
    monkeypatch.setattr(likely, "find", die)
    assert done(import_of(job)).state == "checked"


def test_of_two_workers_one_reads_each_batch(job: Job) -> None:
    of, late = import_of(job), import_of(job)
    staging.stage(of)
    with pytest.raises(JobFailed, match="another worker"):
        staging.stage(late)
    assert of.rows.count() == LINES


def test_a_worker_that_lost_its_lease_stops(job: Job) -> None:
    held = fresh(job)
    Job.objects.filter(pk=job.pk).update(attempts=1)
    with pytest.raises(JobFailed, match="took this job over"):
        jobs.check(held)


def test_a_worker_that_reads_keeps_its_lease(job: Job) -> None:
    assert outbox.keep(job)
    assert fresh(job).next_at > job.next_at
    Job.objects.filter(pk=job.pk).update(attempts=1)  # another worker has it
    assert not outbox.keep(job)


def test_a_job_that_runs_twice_writes_once(present: World, job: Job) -> None:
    of = done(import_of(job))
    jobs.check(job)
    present.act(of, "confirm", "rhea")
    writing = Job.objects.get(subject_id=of.pk, kind="apply_directory_import")
    jobs.apply(writing)
    jobs.apply(writing)
    assert DirectoryEntry.objects.count() == LINES
    assert Entry.objects.filter(subject_id=of.pk, event="directory_import.applied").count() == 1


def test_a_check_of_a_discarded_import_does_nothing(present: World, job: Job) -> None:
    present.act(import_of(job), "discard", "rhea")
    jobs.check(job)
    assert not import_of(job).rows.exists()
