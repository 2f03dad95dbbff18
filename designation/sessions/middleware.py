"""The session of each request: which browser it is, whether the request counts as a use, and when to save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from workflow.servers import still_reads

SAFE = ("GET", "HEAD", "OPTIONS")
SERVER_ERROR = 500
V = TypeVar("V", bound=Callable[..., Any])


def background(view: V) -> V:
    """Declare a page that scripts ask for on their own, so that it does not count as a use of the session."""
    view.is_background = True  # type: ignore[attr-defined]  # a function takes attributes
    return view


class SessionsMiddleware(SessionMiddleware):
    """Session middleware that records use, and lets people read while the database cannot be written."""

    def process_request(self, request: HttpRequest) -> None:
        """Attach the session, and what the browser says about itself."""
        super().process_request(request)
        request.session.user_agent = request.headers.get("User-Agent", "")

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Record the use and save the session. For a safe request, ignore an error if the database can be read."""
        if _is_use(request, response):
            _record_use(request)
        try:
            return super().process_response(request, response)
        except DatabaseError as problem:
            if request.method in SAFE and still_reads(problem):
                return response
            raise


def _is_use(request: HttpRequest, response: HttpResponse) -> bool:
    """Return whether a person asked for this page."""
    view = getattr(request.resolver_match, "func", None)
    return response.status_code < SERVER_ERROR and not getattr(view, "is_background", False)


def _record_use(request: HttpRequest) -> None:
    """Write the last use if it is due. If the database takes no writes, the session ends when it would have ended."""
    if not (request.session.accessed and request.session.is_use_due()):
        return
    try:
        request.session.record_use()
    except DatabaseError as problem:
        if not still_reads(problem):
            raise
