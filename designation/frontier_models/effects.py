"""Effects of a model's steps, written in the step's transaction."""

from __future__ import annotations

from typing import Any

from designation.frontier_models.rules import NOT_AN_ORIGINAL
from workflow.errors import Refused
from workflow.guards import StepContext
from workflow.sql import snapshot


def require_original(model: Any, _context: StepContext) -> None:
    """Require that the linked registration is an original, because only an original carries the thirty days.

    A guard has checked this already. A concurrent step may link that registration in the meantime, so this
    effect locks its log and checks again.

    Raises: Refused.
    """
    snapshot.lock([model.same_as_id])
    original = type(model).objects.get(pk=model.same_as_id)
    if original.same_as_id is not None:
        raise Refused([NOT_AN_ORIGINAL])


def write_variant(model: Any, context: StepContext) -> None:
    """Create the variant under its model."""
    model.variants.create(
        name=context.inputs["name"].strip(),
        kind=context.inputs.get("kind") or "checkpoint",
        weights_digest=str(context.inputs.get("weights_digest", "")).strip().lower(),
        readers=context.inputs.get("readers") or "named",
    )


def restrict_variant(model: Any, context: StepContext) -> None:
    """Set who may read about a variant of the model."""
    model.variants.filter(pk=context.inputs["variant_to_restrict"]).update(readers=context.inputs["readers"])
