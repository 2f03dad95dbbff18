"""The engine's exceptions. Every class has a stable `code`; expected refusals are never logged as errors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflow.guards import Refusal


class WorkflowError(Exception):
    """The base of the engine's own exceptions."""

    code = "workflow"


class Refused(WorkflowError):
    """A step was asked for and cannot be taken now; `refusals` holds every unmet condition.

    `recorded` says that the attempt itself is in the ledger, because a deadline had passed before it.
    """

    code = "refused"

    def __init__(self, refusals: Sequence[Refusal], *, recorded: bool = False) -> None:
        self.refusals = tuple(refusals)
        self.recorded = recorded
        self.told = False  # to `observing.refused`
        super().__init__("; ".join(f"{r.code}: {r.reason}" for r in self.refusals))

    @property
    def codes(self) -> tuple[str, ...]:
        """The stable codes of the unmet conditions, in the order in which the step states them."""
        return tuple(refusal.code for refusal in self.refusals)


class UnknownStep(WorkflowError):
    """The machine has no step of that name: a programming error, or a forged URL."""

    code = "unknown_step"


class UnknownCreation(WorkflowError):
    """The machine declares no creation of that name: a programming error."""

    code = "unknown_creation"


class KeyReused(WorkflowError):
    """An idempotency key came back with another subject, step or content than it was first used for."""

    code = "key_reused"


class TimeTravelForbidden(WorkflowError):
    """A caller passed a time, but this installation takes the time from its database only."""

    code = "time_travel"


class NotLocked(WorkflowError):
    """This transaction has not locked a log that it has to write to."""

    code = "not_locked"
