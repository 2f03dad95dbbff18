"""Switches outside the database: files in the folder SWITCHES. A beacon is lit as long as its file is there."""

import os
from pathlib import Path

from tests.workflow.toy import places
from workflow import jobs
from workflow.guards import CLOCK
from workflow.models import Job
from workflow.perform import perform

STROKES = "strokes"


def folder() -> Path:
    """Return the folder of the switches."""
    return Path(os.environ["SWITCHES"])


def switch_off(job: Job) -> None:
    """Switch a beacon off, then let the clock note that it is out."""
    _stroke(f"off {job.subject_id}")
    (folder() / str(job.subject_id)).unlink(missing_ok=True)
    beacon = places.model("Beacon").objects.get(pk=job.subject_id)
    perform(beacon, "note_out", actor=CLOCK, key=job.key)


def blink(job: Job) -> None:
    """Let a beacon blink."""
    _stroke(f"blink {job.subject_id} {job.inputs['times']}")


def _stroke(what: str) -> None:
    """Note what was done to a switch, as often as it was done. Raises: JobFailed if nobody can reach the switches."""
    try:
        with (folder() / STROKES).open("a", encoding="utf-8") as file:
            file.write(f"{what}\n")
    except OSError as error:
        raise jobs.JobFailed(type(error).__name__) from error


jobs.register("switch_off", switch_off)
jobs.register("blink", blink)
