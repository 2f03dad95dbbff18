"""Steps triggered by the steps of a window, and steps of windows triggered by a request or a model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflow.guards import StepContext
from workflow.models import Stateful

Cascades = Iterator[tuple[Stateful, str, dict[str, Any]]]


def start_the_thirty_days(window: Any, _context: StepContext) -> Cascades:
    """Start the model's thirty days when its first window opens. Early access of a partner does not start them."""
    if not window.partner_id:
        yield window.request.model.original, "start_clock", {}


def end_grants(window: Any, _context: StepContext) -> Cascades:
    """End all grants of the window when it ends."""
    for grant in window.grants.exclude(state="ended"):
        yield grant, "end", {}


def end_grants_of_the_dropped(window: Any, _context: StepContext) -> Cascades:
    """End the grants of people whose agency is not named in the new version of the terms."""
    live = window.grants.exclude(state="ended")
    for grant in live.exclude(person__office__organization__in=window.terms.content["agencies"]):
        yield grant, "end", {}


def ask_evaluators_again(window: Any, _context: StepContext) -> Cascades:
    """Ask every evaluator who accepted an earlier version of the terms to accept the new one."""
    for grant in window.grants.filter(state="active"):
        yield grant, "ask_again", {}


def end_windows(request: Any, _context: StepContext) -> Cascades:
    """Close live windows, discard drafts and cancel windows that have not opened."""
    over = ["destroying", "destroyed", "declined", "canceled"]
    for window in request.windows.exclude(state__in=over).order_by("number"):
        yield window, "close", {}
        yield window, "discard", {}
        yield window, "cancel", {}


def destroy_closed_windows(request: Any, _context: StepContext) -> Cascades:
    """Destroy what was shared under closed windows."""
    for window in request.windows.filter(state="closed").order_by("number"):
        yield window, "destroy", {}


def end_own_grants(subject: Any, context: StepContext) -> Cascades:
    """End the grants of the person who is recused, in all windows of the request. The subject is it, or a window."""
    request = subject.parent or subject
    for grant in request.windows.model.grants_in(request).naming(context.actor.id):
        yield grant, "end", {}


def trim_windows(model: Any, context: StepContext) -> Cascades:
    """Apply an earlier release date to the model's windows.

    Agreed windows end at the new release date at the latest. Windows that have not opened and no longer fit
    are canceled.
    """
    release = model.planned_partner_release_at
    windows = model.original.windows.filter(partner=None).order_by("opens_at")
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
