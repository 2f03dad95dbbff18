"""The error page for a request that failed because of the database. It needs no server to render.

The status is 503. The page returns what the person typed, ready to submit again, except for passwords. It
reveals nothing about matters, people or the details of the error.
"""

from __future__ import annotations

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.defaults import server_error as plain_server_error

from designation.web import degraded, health
from designation.web.given_back import is_ours
from designation.web.site import SITE_NAME
from designation.web.typed_text import to_copy, to_send_again
from workflow.servers import Trouble, trouble

WORDS = {
    Trouble.AWAY: (
        "The site does not answer at the moment",
        "Its database is away. What was promised before is done when it is back.",
    ),
    Trouble.READ_ONLY: (
        "The site can be read, but takes nothing in at the moment",
        "You can go on reading. Nothing can be saved, signed or sent until the operator ends this.",
    ),
    Trouble.FULL: (
        "The site has no room to save anything at the moment",
        "You can go on reading. Nothing can be saved, signed or sent until the operator has made room.",
    ),
    Trouble.BUSY: (
        "The site is too busy at the moment",
        "Too much is asked of it at once. Try again in a minute.",
    ),
}
"""The heading and the sentence that people read for each kind of trouble."""

DATABASE_TROUBLES = (
    "What you sent was done in full or not at all, most likely not. Look before you send it again."
)
"""We cannot tell more, because the reply that was lost may have been the one to COMMIT."""


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a failed request: 503 with the reason if the database is at fault, otherwise the plain error page."""
    found = trouble(sys.exc_info()[1])
    if found is None:
        return _broken(request)
    if found is Trouble.FULL:
        health.note_full()
        degraded.watch.look_again()
    return refused(request, found)


def _broken(request: HttpRequest) -> HttpResponse:
    """Return the page for an error of ours, with what was typed. It needs no database."""
    try:
        typed = to_copy(request) if request.method == "POST" and is_ours(request) else []
        content = render_to_string("500.html", {"site_name": SITE_NAME, "typed": typed})
    except Exception:
        return plain_server_error(request)
    return HttpResponse(content, status=500)


def refused(request: HttpRequest, found: Trouble) -> HttpResponse:
    """Return the 503 response for this trouble: a page for people, plain text for programs."""
    heading, sentence = WORDS[found]
    sent = request.method == "POST"
    outcome = DATABASE_TROUBLES if sent else ""
    if "text/html" in request.headers.get("Accept", ""):
        context = {
            "site_name": SITE_NAME,
            "operator_name": settings.OPERATOR_NAME,
            "demonstration": settings.MODE == "demonstration",
            "heading": heading,
            "sentence": sentence,
            "outcome": outcome,
            "address": request.get_full_path(),
            "fields": to_send_again(request) if sent else [],
            "csrf_token": get_token(request),
        }
        content, kind = render_to_string("503.html", context), "text/html"
    else:
        content, kind = f"{heading}. {outcome or sentence}\n", "text/plain"
    return HttpResponse(
        content, status=503, content_type=f"{kind}; charset=utf-8", headers={"Retry-After": "60"}
    )
