"""Kinds of jobs: work outside the database that a step causes, such as sending mail.

A package registers the handler of each of its kinds at start-up, and a step names the jobs that it queues
(`@step(jobs=[...])`). The job is a row, written with the step; `outbox.py` runs it afterward.

A handler must be idempotent. It may run again after it succeeded, because a worker can die before it notes the success,
and two workers may run it at once, because a slow worker loses its lease. Jobs run in no particular order. If a state
waits for the job, the handler ends with a step of the clock, and `job.key` makes that step happen once:

    def destroy_keys(job: Job) -> None:
        vault.destroy(job.subject_id)
        perform(Window.objects.get(pk=job.subject_id), "note_destroyed", actor=CLOCK, key=job.key)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.approvals import to_jsonable
from workflow.errors import WorkflowError
from workflow.guards import StepContext
from workflow.models import Job

Handler = Callable[[Job], None]
"""Does what a job asks for. Whatever it raises is noted, and the job is tried again."""

_handlers: dict[str, Handler] = {}
_frozen = False


class JobFailed(WorkflowError):
    """A handler could not do its work, as it can happen. Operators read the message, so it names no content."""

    code = "job_failed"


class KindTaken(WorkflowError):
    """Two packages registered a handler for the same kind of job."""

    code = "kind_taken"


class KindsAreFrozen(WorkflowError):
    """A kind of job was registered after start-up, when workers may already be running."""

    code = "kinds_are_frozen"


@dataclass(frozen=True)
class NewJob:
    """A job that is not written yet. `inputs` holds ids and names, never content."""

    kind: str
    inputs: Mapping[str, Any] = field(default_factory=dict)


def _nothing(_subject: Any, _context: StepContext) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Queues:
    """A step queues a job of this kind about its subject.

    `inputs` gets the subject, as the step left it, and the `StepContext`. It returns the job's inputs, or None if no
    job is needed.
    """

    kind: str
    inputs: Callable[[Any, StepContext], Mapping[str, Any] | None] = _nothing


def register(kind: str, handler: Handler) -> None:
    """Name the handler of a kind of job. Expects to be called at start-up.

    Raises: KindTaken if the kind has another handler; KindsAreFrozen after start-up.
    """
    if _frozen:
        raise KindsAreFrozen("Kinds of jobs are registered at start-up, not later.")
    if _handlers.setdefault(kind, handler) is not handler:
        raise KindTaken(f"The kind {kind!r} has a handler already.")


def freeze() -> None:
    """Allow no more calls of `register`. The application calls this when its packages are loaded."""
    global _frozen
    _frozen = True


def handler_of(kind: str) -> Handler | None:
    """Return the handler of a kind, or None if no package registered it."""
    return _handlers.get(kind)


def kinds() -> list[str]:
    """Return the kinds that have a handler, by name."""
    return sorted(_handlers)


def queued_by(rules: Sequence[Queues], subject: Any, context: StepContext) -> list[NewJob]:
    """Return the jobs that a step queues."""
    wanted = ((rule.kind, rule.inputs(subject, context)) for rule in rules)
    return [NewJob(kind, to_jsonable(inputs)) for kind, inputs in wanted if inputs is not None]
