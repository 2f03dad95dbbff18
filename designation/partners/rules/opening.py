"""What the partners package asks before an early access opens."""

from __future__ import annotations

from typing import Any

from workflow.guards import Pass, Refusal, StepContext, Verdict


def partner_is_on_the_roster(window: Any, context: StepContext) -> Verdict:
    """Early access opens only for a partner that is active on the roster."""
    if window.partner_id is None:
        return Pass()
    if window.partner.partner.is_standing(context.now):
        return Pass()
    return Refusal("partner_not_active", "The partner is not active on the roster.")


def no_early_access_is_live(model: Any, _context: StepContext) -> Verdict:
    """The release to partners cannot move later once a partner has early access."""
    live = model.original.windows.filter(partner__isnull=False, state__in=["open", "suspended"])
    if not live.exists():
        return Pass()
    return Refusal(
        "early_access_live", "A partner already has early access, so this release cannot move later."
    )


def government_access_is_over(window: Any, _context: StepContext) -> Verdict:
    """Early access of partners does not open while a window of the government is live for the same model."""
    if window.partner_id is None:
        return Pass()
    live = type(window).of_the_government().filter(model=window.model_id, state__in=["open", "suspended"])
    if not live.exists():
        return Pass()
    return Refusal("government_window_live", "An access window of the government is still live.")
