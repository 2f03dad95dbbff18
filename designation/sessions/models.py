"""Sessions in the database, each with its person, its times and its browser.

A session is live until it has not been used for `SESSION_IDLE`, and at most for `SESSION_LENGTH` after it started. Both
are checked by the database's own clock at each request; a demonstration's moved clock does not matter here. A session
that ended early has no row.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import DateTimeField, ExpressionWrapper, Q, Value
from django.db.models.functions import Now

USER_AGENT_LENGTH = 300
"""How many characters are kept of what a browser says about itself."""


class Sessions(models.QuerySet["Session"]):
    """Finds sessions."""

    def live(self, at: datetime | None = None) -> Sessions:
        """Return the sessions that have not ended at an instant, by default now. The limit itself is outside.

        A visitor who is not signed in has no idle limit.
        """
        used_after = ExpressionWrapper(_instant(at) - settings.SESSION_IDLE, DateTimeField())
        return self.within_length(at).filter(Q(person=None) | Q(last_used_at__gt=used_after))

    def within_length(self, at: datetime | None = None) -> Sessions:
        """Return the sessions within the longest time that any may last, used or not. Downloads need no more."""
        started_after = ExpressionWrapper(_instant(at) - settings.SESSION_LENGTH, DateTimeField())
        return self.filter(started_at__gt=started_after)


def _instant(at: datetime | None) -> Any:
    return Now() if at is None else Value(at, DateTimeField())


class Session(AbstractBaseSession):
    """One browser's session. `person` is empty until somebody signs in.

    Pages and addresses name a session by `public_id`. Its key is in the cookie and never on a page.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions"
    )
    started_at = models.DateTimeField()
    last_used_at = models.DateTimeField()
    user_agent = models.CharField(max_length=USER_AGENT_LENGTH, blank=True)

    objects = Sessions.as_manager()

    class Meta:
        """Not those of the base class, which name Django's own table."""
