"""Sessions in the database, timed by the database clock. Reading continues while sessions cannot be written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.db.models import DateTimeField, ExpressionWrapper
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse

from workflow.servers import still_reads, trouble

SAFE = ("GET", "HEAD", "OPTIONS")


class SessionStore(db.SessionStore):
    """A session store that expires sessions by the database clock, not by the web server's clock."""

    def _get_session_from_db(self) -> Any:
        live = self.model.objects.filter(session_key=self.session_key, expire_date__gt=Now())
        row = live.first()
        if row is None:
            self._session_key = None
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row, with an expiry computed by the database clock."""
        row = super().create_model_instance(data)
        length = timedelta(seconds=self.get_expiry_age())
        row.expire_date = ExpressionWrapper(Now() + length, output_field=DateTimeField())
        return row

    def save(self, must_create: bool = False) -> None:
        """Save the session. If the database is at fault, raise its error instead of UpdateError.

        UpdateError would mean that another request had ended the session.
        """
        try:
            super().save(must_create)
        except UpdateError as error:
            if trouble(error.__context__) is None:
                raise
            raise cast(DatabaseError, error.__context__) from error.__context__.__cause__  # type: ignore[union-attr]  # trouble() saw it


class Sessions(SessionMiddleware):
    """Session middleware that lets people read while the database cannot be written."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save the session. For a safe request, ignore an error if the database can still be read."""
        try:
            return super().process_response(request, response)
        except DatabaseError as problem:
            if request.method in SAFE and still_reads(problem):
                return response
            raise
