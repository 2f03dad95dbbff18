"""Give back what a person typed into a form that was not taken in. Nothing that was typed is lost, whatever the answer.

A page that refuses a POST shows its form again. This middleware covers every other answer: the session ended, the page
does not exist, its subject moved on, the form was too large, or it could not be read. The page shows what was typed, so
that it can be copied, and keeps its status. Passwords and tokens are never shown. If another site caused the request,
the page shows none of its content.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url

from designation.web.typed_text import to_copy

FORBIDDEN, NOT_FOUND, BAD_REQUEST, CONFLICT, TOO_LARGE = 403, 404, 400, 409, 413
ENDED = "Your session has ended. Sign in, then send it again.\n"
LARGEST_SHOWN = 256 * 1024
"""How many characters of one field are shown again at most. No field of a form takes more."""

WORDS = {
    NOT_FOUND: (
        "This was not saved",
        "The page was not found, or you no longer have access to it. Nothing was changed.",
    ),
    BAD_REQUEST: ("We could not read what you sent", "Nothing was changed."),
    TOO_LARGE: (
        "What you sent is too large",
        "A form can hold up to {} MB. Nothing was changed. Go back in your browser: what you typed is still there. "
        "Shorten it, or upload it as a file.",
    ),
}
"""The heading and the sentence for each status."""


class MovedOn(Http404):
    """The subject of a form moved on, so that it takes nothing in: it was sent, decided or discarded.

    The reason is a sentence for people who may open the page's matter. `url` is the page to go on from. A GET is
    answered with 404.
    """

    def __init__(self, reason: str, url: str) -> None:
        super().__init__(reason)
        self.reason, self.url = reason, url


class GivenBack:
    """Middleware that replaces answers to a POST that would lose what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on. Replace the response to a POST that was not taken in."""
        response = self.get_response(request)
        if request.method != "POST":
            return response
        if _asks_to_sign_in(response) and not request.user.is_authenticated:
            return _session_ended(request)
        status = TOO_LARGE if _is_too_large(request, response) else response.status_code
        if status in WORDS and _wants_page(request):
            heading, sentence = WORDS[status]
            sentence = sentence.format(settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20)
            return _page(request, status, heading, sentence) or response
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer a form whose subject moved on with the reason and with what was typed."""
        if request.method != "POST" or not isinstance(exception, MovedOn):
            return None
        if not _wants_page(request):
            return JsonResponse({"message": exception.reason, "hidden": {}}, status=CONFLICT)
        return _page(request, CONFLICT, "This was not saved", exception.reason, exception.url)


def _page(
    request: HttpRequest, status: int, heading: str, sentence: str, url: str = "/"
) -> HttpResponse | None:
    """Return the page with what was typed; None if nothing was typed and the plain page says as much."""
    typed = to_copy(request) if is_ours(request) else []
    shown = [one for one in typed if len(one["value"]) <= LARGEST_SHOWN]
    if not shown and status in (NOT_FOUND, BAD_REQUEST):
        return None
    context = {"typed": shown, "heading": heading, "sentence": sentence, "url": url}
    return render(request, "given_back.html", context, status=status)


def _wants_page(request: HttpRequest) -> bool:
    return "text/html" in request.headers.get("Accept", "") and "X-Autosave" not in request.headers


def _is_too_large(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Return whether a form was refused for its size. Files are counted elsewhere."""
    if response.status_code != BAD_REQUEST or request.content_type != "application/x-www-form-urlencoded":
        return False
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _asks_to_sign_in(response: HttpResponseBase) -> bool:
    """Return whether a response redirects to the sign-in page and back."""
    if not isinstance(response, HttpResponseRedirect):
        return False
    address = urlsplit(response.url)
    return address.path == resolve_url(settings.LOGIN_URL) and REDIRECT_FIELD_NAME in parse_qs(address.query)


def _session_ended(request: HttpRequest) -> HttpResponse:
    if "text/html" not in request.headers.get("Accept", ""):
        return HttpResponse(ENDED, status=FORBIDDEN, content_type="text/plain; charset=utf-8")
    typed = to_copy(request) if is_ours(request) else []
    context = {"typed": typed, "address": request.get_full_path()}
    return render(request, "403_signed_out.html", context, status=FORBIDDEN)


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose CSRF token is not valid (the setting CSRF_FAILURE_VIEW)."""
    typed = to_copy(request) if is_ours(request) else []
    return render(request, "403_csrf.html", {"typed": typed}, status=FORBIDDEN)


def is_ours(request: HttpRequest) -> bool:
    """Return whether the browser says that the form was on a page of this site. Another site cannot forge this."""
    if "Origin" in request.headers:
        ours = f"{request.scheme}://{request.get_host()}"
        return request.headers["Origin"] in (ours, *settings.CSRF_TRUSTED_ORIGINS)
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
