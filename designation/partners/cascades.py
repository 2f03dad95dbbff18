"""Steps that the steps of partners and selections cause, and that steps of earlier packages cause in selections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflow.guards import StepContext
from workflow.models import Stateful

Cascades = Iterator[tuple[Stateful, str, dict[str, Any]]]


def send_invitation(partner: Any, _context: StepContext) -> Cascades:
    """Mail the invitation of the partner's administrator."""
    for invitation in partner.organization.invitations.filter(state="open"):
        yield invitation, "send", {}


def invite_active_partner(selection: Any, context: StepContext) -> Cascades:
    """Invite the partner at once if it is active. Otherwise it is invited when it becomes active."""
    if selection.partner.is_standing(context.now):
        yield selection, "invite", {}


def schedule_early_access(selection: Any, _context: StepContext) -> Cascades:
    """Schedule the early access that was just agreed."""
    yield selection.window, "schedule", {}


def end_early_access(selection: Any, _context: StepContext) -> Cascades:
    """End the partner's early access with its selection."""
    if selection.window is not None:
        yield selection.window, "close", {}
        yield selection.window, "cancel", {}


def trim_early_access(selection: Any, _context: StepContext) -> Cascades:
    """Let the early access end at the earlier time that the developer set."""
    yield selection.window, "trim", {"ends_at": selection.conditions["ends_at"]}


def end_own_selection(window: Any, _context: StepContext) -> Cascades:
    """End the selection whose early access is over."""
    selections = window._meta.get_field("selection").related_model
    for selection in selections.objects.filter(window=window):
        yield selection, "end", {}


def end_selections(request: Any, _context: StepContext) -> Cascades:
    """End every selection of a request that is over or no longer covered."""
    for selection in request.selections.order_by("pk"):
        yield selection, "end", {}


def move_openings(model: Any, _context: StepContext) -> Cascades:
    """Move the opening of early accesses that are scheduled to the planned release to partners."""
    release = model.planned_partner_release_at
    for window in model.original.windows.filter(partner__isnull=False, state="scheduled").order_by("pk"):
        if window.request.model_id == model.pk:
            yield window, "move_opening", {"opens_at": release}
