"""Forms that come too late: the session ended, or the page's token no longer counts. Nobody loses what they typed.

Both are answered with 403 and a page that holds what was typed, to be copied. It cannot be sent from there: signing in
gives new tokens. A form that another site made us receive is refused with nothing of it shown.
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
    """Middleware that gives back the form of somebody who is no longer signed in, wherever a page asks for that.

    Pages that are open to strangers answer themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; answer in its stead where a form would be sent off to sign in first."""
        response = self.get_response(request)
        if request.method == "POST" and _asks_to_sign_in(response) and not request.user.is_authenticated:
            return _session_ended(request)
        return response


def _asks_to_sign_in(response: HttpResponseBase) -> bool:
    """Whether a page sent somebody to sign in before it is shown to them."""
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
    """Answer a form whose token does not count (the setting CSRF_FAILURE_VIEW)."""
    typed = to_copy(request) if _is_ours(request) else []
    return render(request, "403_csrf.html", {"typed": typed}, status=FORBIDDEN)


def _is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this site; another site cannot say so."""
    if "Origin" in request.headers:
        ours = f"{request.scheme}://{request.get_host()}"
        return request.headers["Origin"] in (ours, *settings.CSRF_TRUSTED_ORIGINS)
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
