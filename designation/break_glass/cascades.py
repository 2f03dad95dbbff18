"""What ends emergency access together with the evaluator's own access, and so with the window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflow.guards import StepContext
from workflow.models import Stateful

Cascades = Iterator[tuple[Stateful, str, dict[str, Any]]]


def end_with_the_grant(grant: Any, _context: StepContext) -> Cascades:
    """End the person's emergency access in the window, or the request for it."""
    for access in grant.break_glass.filter(state__in=["requested", "active"]):
        yield access, "lapse", {}
        yield access, "end", {}
