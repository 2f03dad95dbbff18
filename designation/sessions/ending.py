"""Ending sessions. A session that ended has no row: its next request is signed out, and its downloads are cut off."""

from __future__ import annotations

import uuid
from typing import Any

from designation.sessions.models import Session


def end(session: Session) -> None:
    """End one session."""
    Session.objects.filter(pk=session.pk).delete()


def end_others(person: Any, *, keep: str | None) -> int:
    """End every session of a person but the one with this key, and return how many were live."""
    others = Session.objects.filter(person=person).exclude(session_key=keep or "")
    number = others.live().count()
    others.delete()
    return number


def end_all(person_id: uuid.UUID) -> None:
    """End every session of a person."""
    Session.objects.filter(person=person_id).delete()


def clean() -> int:
    """Delete the sessions that lasted as long as any may, and return how many there were.

    Unused ones end sooner, but their rows stay for the downloads that still run in them.
    """
    ended = Session.objects.exclude(pk__in=Session.objects.within_length().values("pk"))
    return ended.delete()[0]
