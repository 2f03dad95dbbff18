"""Browsers in which somebody is signed in and has just proved who they are."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from designation.models import Person
from designation.web.actor import PROVED_AT, PROVED_BY
from workflow import clock


def proved(client: Client, person: Person, *, ago: timedelta = timedelta(0)) -> Client:
    """Sign a person in who proved who they are by their password so long ago, and return the browser."""
    client.force_login(person)
    session = client.session
    session[PROVED_AT], session[PROVED_BY] = (clock.now() - ago).isoformat(), "password"
    session.save()
    return client
