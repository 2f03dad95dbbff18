"""The page of somebody who took part in a matter and no longer does: what ended, when, and what they still owe.

It is shown for thirty days. Strangers and the recused get 404.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from designation.access.models import FormerParty, Recusal

GONE = 410


def ended(
    http: HttpRequest,
    matter: uuid.UUID,
    request: Any,
    *,
    what: str,
    because: str = "",
    owed: Iterable[str] = (),
    now: datetime,
) -> HttpResponse:
    """Return the page of a person whose part in the matter with this log has ended. Raises: Http404 for anyone else.

    `what` names the matter, `because` says why the part ended, and `owed` are sentences.
    """
    person = http.user.pk
    former = FormerParty.of(person, matter, now)
    if former is None or http.method not in ("GET", "HEAD"):
        raise Http404
    if Recusal.objects.filter(matter=request.pk, person=person).exists():
        raise Http404
    context = {
        "heading": "Your part in this has ended",
        "what": what,
        "because": because,
        "ended_at": former.ended_at,
        "shown_until": former.shown_until,
        "owed": list(owed),
    }
    return render(http, "requests/ended.html", context, status=GONE)
