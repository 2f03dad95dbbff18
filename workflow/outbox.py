"""The outbox: jobs are written with the step that causes them, and run afterward at least once. None is lost silently.

Any number of workers run jobs. A worker leases one job at a time (`next_at` is when the lease ends) and calls the
handler of its kind (`jobs.py`). A job that fails is tried again after growing pauses. After MAX_ATTEMPTS, or if nobody
knows its kind, it is a dead letter, which waits for an operator.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError, connection
from django.db.models import F

from workflow import clock, jobs, observing
from workflow.errors import Refused
from workflow.models import Job
from workflow.servers import is_down

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=10)
LEASE = timedelta(minutes=2)
NO_SURVIVOR = "no worker survived this"
UNKNOWN_KIND = "no handler is registered for this kind of job"


def add(
    new: Iterable[jobs.NewJob],
    *,
    log_id: uuid.UUID,
    machine: str,
    subject_id: uuid.UUID,
    event: str,
    now: datetime,
) -> None:
    """Queue jobs that something other than a step causes. Expects the transaction of their cause, if there is one."""
    about: dict[str, Any] = {"log_id": log_id, "machine": machine, "subject_id": subject_id, "event": event}
    Job.objects.bulk_create(
        Job(kind=one.kind, inputs=dict(one.inputs), at=now, next_at=now, **about) for one in new
    )


def claim(now: datetime) -> uuid.UUID | None:
    """Lease the job that has waited longest to this worker, or return None if no job is waiting.

    Another worker takes over when the lease ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflow_job SET next_at = %s, attempts = attempts + 1 WHERE id = (SELECT id FROM workflow_job "
            "WHERE state = 'queued' AND next_at <= %s ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id",
            [now + LEASE, now],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def deliver(limit: int = 100) -> int:
    """Run up to `limit` waiting jobs and return how many succeeded. Any number of workers may call this."""
    done = 0
    for _ in range(limit):
        job_id = claim(clock.now())
        if job_id is None:
            break
        try:
            done += deliver_one(job_id)
        except DatabaseError:
            give_back(job_id)
            raise
    return done


def give_back(job_id: uuid.UUID) -> None:
    """Return a leased job to the queue, because the database was at fault. If it is down, the lease ends by itself."""
    with suppress(DatabaseError, InterfaceError):
        queued = Job.objects.filter(pk=job_id, state=Job.State.QUEUED)
        queued.update(attempts=F("attempts") - 1, next_at=clock.now() + FIRST_PAUSE)


def keep(job: Job) -> bool:
    """Lease a job for longer, for a handler that is still working; return False if another worker has it by now."""
    ours = _queued(job).filter(attempts=job.attempts)
    return bool(ours.update(next_at=clock.now() + LEASE))


def deliver_one(job_id: uuid.UUID) -> bool:
    """Run one leased job; return whether it succeeded.

    Raises: DatabaseError if the database is at fault; the attempt then does not count.
    """
    job = Job.objects.get(pk=job_id)
    handler = jobs.handler_of(job.kind)
    outcome = _bury(job, UNKNOWN_KIND) if handler is None else _run(job, handler)
    observing.tell_job(job.kind if handler else "", outcome)
    return outcome == observing.DONE


def _run(job: Job, handler: jobs.Handler) -> str:
    """Run a job's handler, note what came of it, and return the outcome. Raises: DatabaseError."""
    if job.attempts > MAX_ATTEMPTS:  # the worker died each time, before it could say so
        return _bury(job, NO_SURVIVOR)
    try:
        handler(job)
    except Exception as surprise:
        if is_down(surprise):
            raise
        return _try_again(job, _error_of(job, surprise))
    _queued(job).update(state=Job.State.DONE, last_error="")
    return observing.DONE


def _error_of(job: Job, problem: Exception) -> str:
    """Return what operators may read of an error: codes and names, no content. Log it unless it was expected."""
    if isinstance(problem, jobs.JobFailed):
        return str(problem)
    if isinstance(problem, Refused):
        return ", ".join(problem.codes)
    log.error("job %s of the kind %s failed", job.pk, job.kind, exc_info=problem)
    return type(problem).__name__


def _queued(job: Job) -> Any:
    """Return the job as a queryset, which is empty if another worker finished it in the meantime."""
    return Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)


def _try_again(job: Job, error: str) -> str:
    """Note a failed attempt, unless the lease ended and another worker has begun one. Return the outcome."""
    if job.attempts >= MAX_ATTEMPTS:
        return _bury(job, error)
    pause = FIRST_PAUSE * 2**job.attempts
    ours = _queued(job).filter(attempts=job.attempts)
    ours.update(next_at=clock.now() + pause, last_error=error[:500])
    return observing.FAILED


def _bury(job: Job, error: str) -> str:
    """Make a job a dead letter. Return the outcome."""
    ours = _queued(job).filter(attempts=job.attempts)
    ours.update(state=Job.State.DEAD, last_error=error[:500])
    return observing.DEAD


def run_again(job_id: uuid.UUID) -> bool:
    """Return a dead letter to the queue, with all its attempts; return False if the job is not dead."""
    dead = Job.objects.filter(pk=job_id, state=Job.State.DEAD)
    return bool(dead.update(state=Job.State.QUEUED, attempts=0, next_at=clock.now()))


def waiting() -> dict[str, int]:
    """Return how many jobs are queued and dead, for operators: counts, never content."""
    return {
        "queued": Job.objects.filter(state=Job.State.QUEUED).count(),
        "dead": Job.objects.filter(state=Job.State.DEAD).count(),
    }
