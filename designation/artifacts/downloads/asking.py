"""Checks, in one query, whether the downloads of this process and their sessions may continue."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Any, Protocol

from django.db import Error, connection
from django.db.models import QuerySet

from designation.artifacts.may_read import may_download_now
from designation.sessions.models import Session
from workflow.sql.prepared_querysets import prepared_queryset

ACCESS_ENDED, SESSION_ENDED = "access ended", "session ended"


class Asked(Protocol):
    """What is asked about: who downloads what, in which session."""

    person: uuid.UUID
    share: uuid.UUID
    session: str
    password: str


def against(asked: Sequence[Asked]) -> list[str]:
    """Return for each download why it must end, or an empty string. Raises: django.db.Error."""
    found = may_download_now((one.person, one.share) for one in asked)
    sessions = set(_live([one.session for one in asked]))
    return [_why(found[one.person, one.share], one, sessions) for one in asked]


def rest() -> None:
    """Give this thread's connection back: nothing is asked for now, or it is broken."""
    with suppress(Error):
        connection.close()


def digest_of(password: str) -> str:
    """Return the digest of a stored password, as the database computes it."""
    return sha256(password.encode()).hexdigest()


def _why(answer: Any, one: Asked, sessions: set[str]) -> str:
    if answer.reasons:
        return ACCESS_ENDED
    if one.session not in sessions or not answer.is_active or answer.password != one.password:
        return SESSION_ENDED
    return ""


@prepared_queryset(keys=list[str])
def _live(keys: list[str]) -> QuerySet[Any, str]:
    return Session.objects.within_length().filter(session_key__in=keys).values_list("session_key", flat=True)
