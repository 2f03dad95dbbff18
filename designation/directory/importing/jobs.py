"""The jobs of an import: check a file, write it, and undo it. Each can be repeated after any crash.

`now` is that of `perform`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from designation.directory.importing import comparing, likely, staging
from designation.directory.models import DirectoryImport, ImportPair
from workflow import outbox
from workflow.errors import Refused
from workflow.guards import CLOCK
from workflow.jobs import JobFailed
from workflow.models import Job
from workflow.perform import perform


def check(job: Job, *, now: datetime | None = None) -> None:
    """Read the file, compare it with the directory, and say what the import would do. Raises: JobFailed."""
    of = _in_state(job, "checking")
    if of is None:
        return
    try:
        staging.stage(of, heard=lambda: _still_working(job))
    except staging.Unreadable as problem:
        _fail(of, job, [str(problem)], now)
        return
    _still_working(job)
    _compare_once(of)
    _end_check(of, job, now)


def _compare_once(of: DirectoryImport) -> None:
    """Compare what was read, unless a worker did that before it died."""
    with transaction.atomic():
        waits = DirectoryImport.objects.select_for_update(of=("self",)).filter(pk=of.pk, state="checking")
        if waits.filter(compared=False).exists():
            comparing.compare(of)
            likely.find(of)
            waits.update(compared=True)


def _end_check(of: DirectoryImport, job: Job, now: datetime | None) -> None:
    counts = of.counted()
    lines = sum(counts.values())
    if not lines or counts["refused"]:
        problem = [] if lines else ["The file has no lines below the names of the columns."]
        _fail(of, job, problem, now)
        return
    pairs = ImportPair.objects.filter(directory_import=of).count()
    perform(
        of, "note_checked", actor=CLOCK, now=now, key=job.key, inputs={"counts": counts | {"likely": pairs}}
    )


def _fail(of: DirectoryImport, job: Job, problems: list[str], now: datetime | None) -> None:
    perform(
        of,
        "note_failed",
        actor=CLOCK,
        now=now,
        key=job.key,
        inputs={"counts": of.counted(), "problems": problems},
    )


def apply(job: Job, *, now: datetime | None = None) -> None:
    """Write a confirmed import to the directory, or record that the directory changed in between."""
    of = _in_state(job, "applying")
    if of is None:
        return
    try:
        perform(of, "note_applied", actor=CLOCK, now=now, key=job.key)
    except Refused as refused:
        if "directory_changed" not in refused.codes:
            raise
        perform(of, "note_outdated", actor=CLOCK, now=now, key=f"{job.key}:outdated")


def undo(job: Job, *, now: datetime | None = None) -> None:
    """Undo an import."""
    of = _in_state(job, "undoing")
    if of is not None:
        perform(of, "note_undone", actor=CLOCK, now=now, key=job.key)


def _in_state(job: Job, state: str) -> DirectoryImport | None:
    """Return the import of a job, or None if the job was done already or the import was discarded."""
    return DirectoryImport.objects.select_related("directory").filter(pk=job.subject_id, state=state).first()


def _still_working(job: Job) -> None:
    """Keep the job. Raises: JobFailed, if another worker has it by now."""
    if not outbox.keep(job):
        raise JobFailed("another worker took this job over")
