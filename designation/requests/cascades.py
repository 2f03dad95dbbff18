"""Steps of other subjects that the steps of a request trigger. Later packages declare their own additions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflow.guards import StepContext
from workflow.models import Stateful

Cascades = Iterator[tuple[Stateful, str, dict[str, Any]]]


def adopt_the_plan(request: Any, _context: StepContext) -> Cascades:
    """Make the certified release plan the model's plan."""
    yield request.model, "adopt_plan", request.release_plan()


def dissolve_consultations(request: Any, _context: StepContext) -> Cascades:
    """Dissolve the consultations that are still open, because they are no longer needed."""
    for consultation in request.consultations_open():
        yield consultation, "dissolve", {}
