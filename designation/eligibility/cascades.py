"""What a change of eligibility records in the logs of the windows where it stops somebody's access."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflow.guards import StepContext
from workflow.models import Stateful


def record_stop(record: Any, context: StepContext) -> Iterator[tuple[Stateful, str, dict[str, Any]]]:
    """Record in each window where this may stop the person's access that it did, in the order of the logs.

    A verified conflict, and the end of any other record, can stop access. The windows' logs are locked first, so no
    reading is recorded after the stop.
    """
    for grant in record.grants_it_stops():
        if grant.log_id in context.heads:
            yield grant, "note_stopped", {}
