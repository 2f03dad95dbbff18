"""Steps that follow from those of a window, and steps of windows that follow from those of a request or a model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflow.guards import StepContext
from workflow.models import Stateful

Cascades = Iterator[tuple[Stateful, str, dict[str, Any]]]


def start_the_thirty_days(window: Any, _context: StepContext) -> Cascades:
    """The first opening of a model starts its thirty days."""
    yield window.request.model.original, "start_clock", {}


def end_grants(window: Any, _context: StepContext) -> Cascades:
    """Nobody's grant outlives its window."""
    for grant in window.grants.exclude(state="ended"):
        yield grant, "end", {}


def end_grants_of_the_dropped(window: Any, _context: StepContext) -> Cascades:
    """Whoever's agency the new version of the terms no longer names evaluates no longer under them."""
    live = window.grants.exclude(state="ended")
    for grant in live.exclude(person__office__organization__in=window.terms.content["agencies"]):
        yield grant, "end", {}


def end_windows(request: Any, _context: StepContext) -> Cascades:
    """Live windows close, unopened ones are canceled."""
    for window in request.windows.exclude(state__in=["destroyed", "declined", "canceled"]).order_by("number"):
        yield window, "close", {}
        yield window, "discard", {}
        yield window, "cancel", {}


def destroy_closed_windows(request: Any, _context: StepContext) -> Cascades:
    """What was shared under closed windows is destroyed."""
    for window in request.windows.filter(state="closed").order_by("number"):
        yield window, "destroy", {}


def end_own_grants(request: Any, context: StepContext) -> Cascades:
    """Whoever is recused evaluates nothing in the matter any more."""
    for grant in request.windows.model.grants_in(request).naming(context.actor.id):
        yield grant, "end", {}


def trim_windows(model: Any, context: StepContext) -> Cascades:
    """Live windows end at the new release date at the latest; unopened ones that no longer fit are canceled."""
    release = model.planned_partner_release_at
    windows = model.original.windows.order_by("opens_at")
    for window in windows.filter(state__in=["scheduled", "open", "suspended"]):
        if window.ends_at <= release:
            continue
        if window.state == "scheduled" and window.opens_at >= max(release, context.now):
            yield window, "cancel", {}
            continue
        yield window, "trim", {"ends_at": release}
        if release <= context.now:
            yield window, "close", {}
            yield window, "cancel", {}
    for window in windows.filter(state__in=["proposed", "countered"]):
        if window.opens_at >= release:
            yield window, "cancel", {}
