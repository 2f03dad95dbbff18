"""The page "Where you are signed in", and what the warning before the end of a session asks the site."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from designation.sessions import ending
from designation.sessions.browsers import browser_name
from designation.sessions.limits import time_left
from designation.sessions.middleware import background
from designation.sessions.models import Session
from designation.web.access import public, signed_in


@signed_in
def session_list(http: HttpRequest) -> HttpResponse:
    """Show each live session of the person, the one in use first."""
    lines = [_line(http, one) for one in _own(http).order_by("-last_used_at", "pk")]
    lines.sort(key=lambda line: not line["is_this_one"])
    context = {
        "lines": lines,
        "has_others": len(lines) > 1,
        "idle_minutes": settings.SESSION_IDLE // timedelta(minutes=1),
        "hours": settings.SESSION_LENGTH // timedelta(hours=1),
    }
    return render(http, "sessions/list.html", context)


@signed_in
def session_end(http: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End one of the person's own sessions. Any other is 404."""
    session = _own(http).filter(public_id=public_id).first()
    if session is None:
        raise Http404
    if http.method != "POST":
        return redirect("sessions")
    if session.session_key == http.session.session_key:
        logout(http)
        return redirect("sessions")
    ending.end(session)
    messages.success(http, f"You signed out of {browser_name(session.user_agent)}.")
    return redirect("sessions")


@signed_in
def session_end_others(http: HttpRequest) -> HttpResponse:
    """End every session of the person but this one."""
    if http.method == "POST":
        number = ending.end_others(http.user, keep=http.session.session_key)
        said = {0: "You were not signed in anywhere else.", 1: "You signed out of 1 other session."}
        messages.success(http, said.get(number, f"You signed out of {number} other sessions."))
    return redirect("sessions")


@background
@public
@never_cache
def session_state(http: HttpRequest) -> HttpResponse:
    """Say who is signed in and for how long, for the warning. It does not count as a use of the session."""
    return JsonResponse(_state(http))


@signed_in
def session_stay(http: HttpRequest) -> HttpResponse:
    """Record a use now ("Stay signed in")."""
    if http.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    http.session.record_use()
    return JsonResponse(_state(http))


@public
def session_anew(http: HttpRequest) -> HttpResponse:
    """End this session, so that the page that follows asks the person to sign in again."""
    if http.method == "POST":
        logout(http)
    return redirect("session_back")


@signed_in
def session_back(http: HttpRequest) -> HttpResponse:
    """Say that the person is signed in again and can go on in the other tab."""
    return render(http, "sessions/back.html")


def _own(http: HttpRequest) -> Any:
    return Session.objects.live().filter(person=http.user.pk)


def _line(http: HttpRequest, session: Session) -> dict[str, Any]:
    return {
        "public_id": session.public_id,
        "browser": browser_name(session.user_agent),
        "started_at": session.started_at,
        "last_used_at": session.last_used_at,
        "is_this_one": session.session_key == http.session.session_key,
    }


def _state(http: HttpRequest) -> dict[str, Any]:
    """Return who is signed in, how long that lasts, and the token that forms need after signing in anew."""
    if not http.user.is_authenticated:
        return {"person": None}
    return {"person": str(http.user.pk), "token": get_token(http), **asdict(time_left(http.session))}
