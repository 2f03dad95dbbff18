"""Pages for a form that arrives too late, because the session ended or the CSRF token is no longer valid.

Both return 403 and show what the person typed, so that they can copy it. The form cannot be submitted from
that page, because signing in issues new tokens. If another site caused the request, the page shows none of
its content.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url

from designation.web.typed_text import to_copy

FORBIDDEN = 403
ENDED = "Your session has ended. Sign in, then send it again.\n"


class SignedOut:
    """Middleware that returns the input of a signed-out person instead of redirecting their POST to the sign-in page.

    Pages that are open to everyone are not affected.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on. Replace the response if it redirects a signed-out person's POST to the sign-in page."""
        response = self.get_response(request)
        if request.method == "POST" and _asks_to_sign_in(response) and not request.user.is_authenticated:
            return _session_ended(request)
        return response


def _asks_to_sign_in(response: HttpResponseBase) -> bool:
    """Return whether a response redirects to the sign-in page and back."""
    if not isinstance(response, HttpResponseRedirect):
        return False
    address = urlsplit(response.url)
    return address.path == resolve_url(settings.LOGIN_URL) and REDIRECT_FIELD_NAME in parse_qs(address.query)


def _session_ended(request: HttpRequest) -> HttpResponse:
    if "text/html" not in request.headers.get("Accept", ""):
        return HttpResponse(ENDED, status=FORBIDDEN, content_type="text/plain; charset=utf-8")
    context = {"typed": to_copy(request), "address": request.get_full_path()}
    return render(request, "403_signed_out.html", context, status=FORBIDDEN)


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose CSRF token is not valid (the setting CSRF_FAILURE_VIEW)."""
    typed = to_copy(request) if _is_ours(request) else []
    return render(request, "403_csrf.html", {"typed": typed}, status=FORBIDDEN)


def _is_ours(request: HttpRequest) -> bool:
    """Return whether the browser says that the form was on a page of this site. Another site cannot forge this."""
    if "Origin" in request.headers:
        ours = f"{request.scheme}://{request.get_host()}"
        return request.headers["Origin"] in (ours, *settings.CSRF_TRUSTED_ORIGINS)
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
