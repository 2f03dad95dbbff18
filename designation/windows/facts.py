"""What the pages of a window share: the window as its reader sees it, its timeline, its clauses in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from designation.access.permissions import Permission
from designation.content.instants import written
from designation.frontier_models.models import FrontierModel
from designation.frontier_models.rules import THIRTY_DAYS
from designation.people import feed
from designation.requests.matter import Matter
from designation.windows.matter import WindowMatter
from designation.windows.models import Window
from designation.windows.queries import Told
from designation.windows.terms import BREAK_GLASS, CLAUSES, NOT_ALLOWED, OF_EARLY_ACCESS, PEOPLE

OPEN = (
    "Your access is open. You read artifacts here, once the developer shares them. What is not on this site, such as a "
    "hosted endpoint, you reach in the way that the terms say."
)
"""What an evaluator reads who has access now."""


def own_access(matter: WindowMatter) -> dict[str, Any]:
    """Return what the reader, if they are named, may do in the window: the sentence, or every reason why not."""
    if matter.window.own_grant is None:
        return {}
    reasons = matter.against_access
    return {"reasons": [refusal.reason for refusal in reasons]} if reasons else {"open": OPEN}


def signatures_of(window: Window, matter: Matter) -> list[dict[str, Any]]:
    """Return who signed a window's present terms, for which organization and when, in order of signing.

    A partner learns that the others signed, not who of them did and when: that was before it was invited.
    """
    signed = [one | {"at": _instant(one["at"])} for one in window.signed]
    if matter.may(Permission.READ_NEGOTIATION):
        return signed
    return [{"organization": one["organization"]} for one in signed]


def suspensions_of(window: Window, matter: Matter) -> list[dict[str, Any]]:
    """Return who suspended access, when, why and until when, newest first, for includes/timeline.html."""
    return [
        {
            "who": feed.actor_name_for(entry, matter.side),
            "what": "suspended access",
            "at": _instant(entry.at),
            "detail": f"Reason: {entry.reason}",
            "led_to": _how_it_ended(_instant(pair["end"]), window),
        }
        for told, pair in zip(window.suspensions_visible, reversed(window.suspended), strict=True)
        if feed.may_read(entry := Told(**told), matter.side)
    ]


def _how_it_ended(resumed_at: datetime | None, window: Window) -> str:
    if resumed_at:
        return f"Access went on {written(resumed_at)}"
    if window.closed_at:
        return f"It lasted until the window closed {written(window.closed_at)}"
    return "Access is still suspended"


def bar_of(window: Window, matter: Matter) -> dict[str, Any] | None:
    """Return the facts for the picture of the thirty days, or None if they do not count or there are no dates."""
    if window.partner_id or window.opens_at is None or (window.ends_at or window.signed_end) is None:
        return None
    model = matter.request.model
    return {
        "first_opened_at": model.clock_started_at,
        "opens_at": window.opened_at or window.opens_at,
        "ends_at": window.ends_at or window.signed_end,
        "now": matter.now,
        "opened": window.opened_at is not None,
        "closed": window.closed_at is not None,
        "suspended": [
            (_instant(pair["start"]), _instant(pair["end"]) or window.closed_at) for pair in window.suspended
        ],
        "partner_release_at": model.planned_partner_release_at,
    }


def no_window_because(model: FrontierModel, now: datetime) -> str:
    """Return the reason why no window of a covered model can be proposed now, or an empty string."""
    began, release = model.clock_started_at, model.planned_partner_release_at
    if began is not None and began + THIRTY_DAYS <= now:
        return f"The 30 days of this model ended {written(began + THIRTY_DAYS)}. No further window can open."
    if release is not None and release <= now:
        return (
            f"The planned release to other trusted partners, {written(release)}, has passed, and a window ends before "
            "it. The developer can move the release later, beside the list of windows."
        )
    return ""


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def clauses_in_words(content: dict[str, Any], matter: Matter) -> list[tuple[str, Any]]:
    """Return the clauses of terms as (label, words) pairs. The terms of early access have clauses of their own."""
    known = (*OF_EARLY_ACCESS, *CLAUSES) if PEOPLE in content else CLAUSES
    shown = [clause for clause in known if PEOPLE not in content or clause.name in content]
    told = {BREAK_GLASS: NOT_ALLOWED} | content
    return [(clause.label, matter.words.of(clause, told.get(clause.name))) for clause in shown]
