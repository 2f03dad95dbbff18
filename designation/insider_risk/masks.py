"""The suspensions whose person officers know by another name. A later package says which, and gives the name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q


@dataclass(frozen=True)
class Mask:
    """`applies` returns the condition on suspensions whose person is masked, and `name` the other name."""

    applies: Callable[[], Any]
    name: Callable[[Any], str]


_masks: list[Mask] = []


def register(mask: Mask) -> None:
    """Register the mask, while models are imported."""
    _masks[:] = [mask]


def applies() -> Any:
    """Return the expression that a suspension's person is masked, which lists read together with their rows."""
    return ExpressionWrapper(Q(_masks[0].applies()) if _masks else Q(pk__in=[]), output_field=BooleanField())


def name(suspension: Any) -> str:
    """Return the other name of a suspended person, or an empty string. A row that was read alone is asked here."""
    if not _masks:
        return ""
    known = vars(suspension).get("is_masked")
    if known is None:
        known = type(suspension).objects.filter(applies(), pk=suspension.pk).exists()
    return _masks[0].name(suspension) if known else ""
