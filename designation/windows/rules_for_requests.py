"""Rules that the windows package adds to the steps of requests."""

from __future__ import annotations

from typing import Any

from designation.windows.models import Window
from workflow.guards import Pass, Refusal, StepContext, Verdict


def release_cuts_no_window(request: Any, _context: StepContext) -> Verdict:
    """An application may not state a partner release before the end of an agreed window of the model.

    A release is moved earlier by a step of the model, which also ends those windows. Submitting an
    application does not do that.
    """
    partner = request.model.as_instant(request.release_plan()["partner_release"])
    first = request.model.same_as_id or request.model_id
    agreed = Window.of_model(first).filter(partner=None, state__in=["scheduled", "open", "suspended"])
    if partner is None or not agreed.filter(ends_at__gt=partner).exists():
        return Pass()
    reason = "A window of this model goes on past the stated partner release. Move the release on the model's page."
    return Refusal("release_cuts_a_window", reason, about="partner_release")


def no_window_is_live(request: Any, _context: StepContext) -> Verdict:
    """A request may be concluded only when none of its windows is open or suspended."""
    if not Window.of_request(request.pk).filter(state__in=["open", "suspended"]).exists():
        return Pass()
    return Refusal("still_live", "An access window is still open or suspended. Close it first.")
