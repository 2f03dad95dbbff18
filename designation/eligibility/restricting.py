"""What a new rule of a variant records in the logs of the windows where it stops somebody's access."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from designation.eligibility.conditions import is_restricted, of_grants
from designation.windows.lifecycle.states import LIVE
from designation.windows.models import Grant
from workflow.guards import StepContext
from workflow.models import Stateful


def note_who_may_read(model: Any, context: StepContext) -> None:
    """Note, before a variant's rule changes, whose access the present rules stop already: an effect."""
    model.restricted_before = {grant.pk for grant in restricted(model, context)}


def record_restriction(model: Any, context: StepContext) -> Iterator[tuple[Stateful, str, dict[str, Any]]]:
    """Record in each window of the model whose access the new rule stops, in the order of the logs."""
    for grant in restricted(model, context):
        if grant.pk not in model.restricted_before and grant.log_id in context.heads:
            yield grant, "note_stopped", {}


def restricted(model: Any, context: StepContext) -> Iterator[Grant]:
    """Yield the grants in live windows of the model whose access a rule of its variants stops."""
    rows = Grant.objects.filter(
        is_restricted(context.now, of_grants()).applies,
        window__request__model=model,
        window__state__in=LIVE,
        state__in=["concurred", "active", "suspended"],
    )
    yield from rows.select_related("window__request").order_by("log_id", "pk")
