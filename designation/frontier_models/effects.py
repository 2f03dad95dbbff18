"""Rows that belong to a model and are written with its steps, in the step's transaction."""

from __future__ import annotations

from typing import Any

from designation.frontier_models.rules import NOT_AN_ORIGINAL
from workflow.errors import Refused
from workflow.guards import StepContext
from workflow.sql import snapshot


def stay_one_hop(model: Any, _context: StepContext) -> None:
    """A registration is linked to the first one, never to a linked one: the thirty days are the first one's.

    The guards asked that already. Whoever links at the same moment waits for the other's log here, and asks again.
    Raises: Refused.
    """
    snapshot.lock([model.same_as_id])
    original = type(model).objects.get(pk=model.same_as_id)
    if original.same_as_id is not None:
        raise Refused([NOT_AN_ORIGINAL])


def write_variant(model: Any, context: StepContext) -> None:
    """The variant is registered under its model."""
    model.variants.create(
        name=context.inputs["name"].strip(),
        kind=context.inputs.get("kind") or "checkpoint",
        weights_digest=str(context.inputs.get("weights_digest", "")).strip().lower(),
    )
