"""What the pages of a window share: the window as its reader sees it, its timeline, its clauses in words."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.shortcuts import get_object_or_404

from designation.content.instants import written
from designation.frontier_models.models import FrontierModel
from designation.frontier_models.rules import THIRTY_DAYS
from designation.people import feed
from designation.requests.matter import Matter
from designation.windows.models import Grant, Interruption, TermsSignature, Window
from designation.windows.terms import CLAUSES
from workflow.models import Entry


def window_of(matter: Matter, number: int) -> Window:
    """Return a window of the matter with the reader's roles. Raises: Http404.

    Only the developer sees drafts. Evaluators see only windows in which they have a grant that has not ended.
    """
    rows = with_interruptions(Window.with_roles(matter.actor.id)).select_related("terms__author", "model")
    own = Grant.objects.filter(window=OuterRef("pk"), person=matter.actor.id).exclude(state="ended")
    rows = rows.annotate(
        own_grant=Subquery(own.values("state")[:1]),
        suspensions_visible=_suspensions_visible(),
        signed=_signatures(),
    )
    window: Window = get_object_or_404(rows, request=matter.request, number=number)
    if window.terms_id is None and not matter.is_developer:
        raise Http404
    if matter.only_evaluates and window.own_grant is None:
        raise Http404
    window.request = matter.request
    return window


OWN_ACCESS = {
    "nominated": "You are named, and have no access yet: the developer has to concur, and you accept the conditions.",
    "concurred": "You are named, and have no access yet: it begins when you accept the conditions.",
    "active": "Your access is open. You get it outside this site, in the way that the terms below say; who signed them "
    "can tell you how to begin.",
    "suspended": "Your access is suspended. Use nothing of it before one person of each side has lifted that.",
}
"""What an evaluator reads on the page of an open window, by the state of their grant."""


def own_access(window: Window) -> str:
    """Return what the reader, if named, may do in an open window. Otherwise return an empty string."""
    return OWN_ACCESS.get(window.own_grant, "") if window.state == "open" else ""


def with_interruptions(windows: QuerySet[Window]) -> QuerySet[Window]:
    """Annotate each window with `suspended`: a list of the intervals in which its access was suspended.

    Each interval has `start` and `end`. No additional query is needed.
    """
    times = Interruption.objects.filter(window=OuterRef("pk")).order_by("from_at", "until_at")
    return windows.annotate(
        suspended=ArraySubquery(times.values(pair=JSONObject(start="from_at", end="until_at")))
    )


def _signatures() -> ArraySubquery:
    """Return the annotation for the signatures on a window's present terms."""
    signatures = TermsSignature.objects.filter(terms=OuterRef("terms")).order_by("at")
    return ArraySubquery(
        signatures.values(one=JSONObject(name="name", organization="organization__name", at="at"))
    )


def signatures_of(window: Window) -> list[dict[str, Any]]:
    """Return who signed a window's present terms, for which organization and when, in order of signing."""
    return [one | {"at": _instant(one["at"])} for one in window.signed]


@dataclass(frozen=True)
class Told:
    """The ledger entry of one suspension, with the fields that `feed.actor_name_for` and `feed.may_read` need."""

    at: str
    reason: str
    sides: list[str]
    actor: str
    actor_name: str | None
    pseudonym: str | None


def _suspensions_visible() -> ArraySubquery:
    """Return the annotation for the ledger entries of a window's suspensions, newest first."""
    entries = feed.named(Entry.objects.filter(subject_id=OuterRef("pk"), event="window.suspended"))
    names = {field.name: field.name for field in fields(Told)} | {"reason": "details__reason"}
    return ArraySubquery(entries.order_by("-index").values(told=JSONObject(**names)))


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
    """Return the facts for the picture of the thirty days, or None if the window has no dates."""
    if window.opens_at is None or (window.ends_at or window.signed_end) is None:
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
    """Return the clauses of terms as (label, words) pairs."""
    return [(clause.label, matter.words.of(clause, content.get(clause.name))) for clause in CLAUSES]
