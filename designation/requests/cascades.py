"""Steps of its children that a request's own steps bring with them. What later packages add is declared there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflow.guards import StepContext
from workflow.models import Stateful

Cascades = Iterator[tuple[Stateful, str, dict[str, Any]]]


def adopt_the_plan(request: Any, _context: StepContext) -> Cascades:
    """The certified release plan becomes the model's."""
    yield request.model, "adopt_plan", request.release_plan()


def dissolve_consultations(request: Any, _context: StepContext) -> Cascades:
    """Consultations that are still open are no longer needed."""
    for consultation in request.consultations_open():
        yield consultation, "dissolve", {}
