"""The session of a browser of the tests, and its times, which are moved instead of waited for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper
from django.db.models.functions import Now
from django.http import HttpResponse
from django.test import Client

from designation.sessions.models import Session

SOON = timedelta(seconds=30)
"""A margin that no test needs."""
PAGE = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def session_of(client: Client) -> Session:
    """Return the row of a browser's session."""
    return Session.objects.get(session_key=client.cookies["sessionid"].value)


def move(client: Client, **ago: timedelta) -> Session:
    """Set times of a browser's session to so long ago, by the database clock, and return its row."""
    row = session_of(client)
    values: dict[str, Any] = {
        name: ExpressionWrapper(Now() - length, DateTimeField()) for name, length in ago.items()
    }
    Session.objects.filter(pk=row.pk).update(**values)
    return session_of(client)


def is_signed_in(client: Client) -> bool:
    """Ask for a page, and return whether it came."""
    answer: HttpResponse = client.get(PAGE)
    assert answer.status_code in (200, 302)
    return answer.status_code == 200
