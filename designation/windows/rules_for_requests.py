"""Rules that windows add to the steps of requests."""

from __future__ import annotations

from typing import Any

from designation.windows.models.window import Window
from workflow.guards import Pass, Refusal, StepContext, Verdict


def release_cuts_no_window(request: Any, _context: StepContext) -> Verdict:
    """No agreed window of the model goes on past the partner release that an application states.

    Moving the release earlier is a step of the model, which ends those windows; submitting an application is not.
    """
    partner = request.model.as_instant(request.release_plan()["partner_release"])
    first = request.model.same_as_id or request.model_id
    agreed = Window.of_model(first).filter(state__in=["scheduled", "open", "suspended"])
    if partner is None or not agreed.filter(ends_at__gt=partner).exists():
        return Pass()
    reason = "A window of this model goes on past the stated partner release. Move the release on the model's page."
    return Refusal("release_cuts_a_window", reason, about="partner_release")


def no_window_is_live(request: Any, _context: StepContext) -> Verdict:
    """A request is concluded once no window is open or suspended."""
    if not Window.of_request(request.pk).filter(state__in=["open", "suspended"]).exists():
        return Pass()
    return Refusal("still_live", "An access window is still open or suspended. Close it first.")
