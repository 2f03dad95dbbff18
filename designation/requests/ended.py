"""The page of somebody who took part in a matter and no longer does: what ended, when, and what they still owe.

It is shown for thirty days. Strangers and people who were recused get 404.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from designation.access.models import FormerParty

GONE = 410


def ended(
    http: HttpRequest, matter: Any, *, what: str, because: str = "", owed: Iterable[str] = ()
) -> HttpResponse:
    """Return the page of a person whose part in the matter has ended. Raises: Http404 if the page is not for them.

    `what` names the matter, `because` says why the part ended, and `owed` are sentences. Expects `matter.is_former`.
    """
    if http.method not in ("GET", "HEAD"):
        raise Http404
    former = FormerParty.objects.get(matter=matter.log_id, person=matter.actor.id)
    context = {
        "heading": "Your part in this has ended",
        "what": what,
        "because": because,
        "ended_at": former.ended_at,
        "shown_until": former.shown_until,
        "owed": list(owed),
    }
    return render(http, "requests/ended.html", context, status=GONE)
