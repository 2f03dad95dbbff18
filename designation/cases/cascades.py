"""What the containment of a case causes: the suspension that it placed takes effect in every window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflow.guards import StepContext
from workflow.models import Stateful


def record_where_it_stops(case: Any, context: StepContext) -> Iterator[tuple[Stateful, str, dict[str, Any]]]:
    """Let the suspension that this step placed record, in each affected window, that access stopped."""
    placed = case.placed
    if placed is not None and placed.log_id in context.heads:
        yield placed, "take_effect", {}
