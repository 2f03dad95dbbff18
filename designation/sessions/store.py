"""The session engine. Times come from the database clock, and reading continues while sessions cannot be written."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, ExpressionWrapper
from django.db.models.functions import Now

from designation.sessions.models import USER_AGENT_LENGTH, Session

WRITTEN_EVERY = timedelta(minutes=1)
"""The last use is written at most this often, so that most requests write nothing."""


class SessionStore(db.SessionStore):
    """A session in the database. `row` is what was loaded, with the instant `asked_at` of that query."""

    row: Any = None
    user_agent = ""
    _continues_since: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the model that keeps the sessions."""
        return Session

    def save(self, must_create: bool = False) -> None:
        """Save the session. Raises: UpdateError if it has ended meanwhile; CreateError if the key is taken."""
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)
        values = {"session_data": self.encode(data), "person_id": data.get(SESSION_KEY)}
        if must_create:
            return self._insert(values)
        if not Session.objects.live().filter(session_key=self.session_key).update(**values):
            raise UpdateError
        return None

    def cycle_key(self) -> None:
        """Give the session a new key. If somebody is signed in, the time at which they signed in stays."""
        is_signed_in = SESSION_KEY in self._session
        self._continues_since = self.row.started_at if is_signed_in and self.row else None
        super().cycle_key()
        self._continues_since = None

    def is_use_due(self) -> bool:
        """Return whether somebody is signed in and the last use was written long enough ago."""
        return (
            self.row is not None
            and self.row.person_id is not None
            and self.row.session_key == self.session_key
            and self.row.asked_at - self.row.last_used_at >= WRITTEN_EVERY
        )

    def record_use(self) -> None:
        """Write that the session is used now, unless it has ended."""
        Session.objects.live().filter(session_key=self.session_key).update(last_used_at=Now())
        if self.row is not None:
            self.row.last_used_at = self.row.asked_at

    def _get_session_from_db(self) -> Any:
        """Return the row of a live session, or None."""
        live = Session.objects.live().filter(session_key=self.session_key)
        self.row = live.annotate(asked_at=Now()).first()
        if self.row is None:
            self._session_key = None
        return self.row

    def _insert(self, values: dict[str, Any]) -> None:
        length = timedelta(seconds=self.get_expiry_age())
        row = Session(
            **values,
            session_key=self.session_key,
            started_at=self._continues_since or Now(),
            last_used_at=Now(),
            expire_date=ExpressionWrapper(Now() + length, output_field=DateTimeField()),
            user_agent=_plain(self.user_agent),
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            if self.exists(self.session_key):
                raise CreateError from error
            raise


def _plain(user_agent: str) -> str:
    return "".join(one for one in user_agent if one.isprintable())[:USER_AGENT_LENGTH]
