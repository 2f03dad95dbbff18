"""The job that records, in the windows' logs, that a stop was lifted. It can be repeated."""

from __future__ import annotations

from designation.insider_risk.models import Suspension
from workflow.guards import CLOCK
from workflow.models import Job
from workflow.perform import perform


def record_lifting(job: Job) -> None:
    """Record in each affected window that the stop was lifted, once. Nobody waits for it: access goes on already."""
    suspension = Suspension.objects.filter(pk=job.subject_id, state="lifted").first()
    if suspension is not None:
        perform(suspension, "note_lifting", actor=CLOCK, key=job.key)
