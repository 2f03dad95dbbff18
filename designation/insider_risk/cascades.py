"""What a suspension records in the logs of the windows where it stops access."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflow.guards import StepContext
from workflow.models import Stateful

Cascades = Iterator[tuple[Stateful, str, dict[str, Any]]]


def record_stop(suspension: Any, context: StepContext) -> Cascades:
    """Record in each affected window that access stopped, in the order of the logs."""
    for one in suspension.stopped_in(context.heads):
        yield one, "note_stopped", {}


def record_lifting(suspension: Any, context: StepContext) -> Cascades:
    """Record in each affected window that the stop was lifted, in the order of the logs."""
    for one in suspension.stopped_in(context.heads):
        yield one, "note_stop_lifted", {}
