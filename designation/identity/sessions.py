"""Sessions in the database, on the database's clock; reading goes on where they cannot be written."""

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
    """A session ends by the clock of the database, whatever the machine thinks that answers."""

    def _get_session_from_db(self) -> Any:
        live = self.model.objects.filter(session_key=self.session_key, expire_date__gt=Now())
        row = live.first()
        if row is None:
            self._session_key = None
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row, with its end on the database's clock."""
        row = super().create_model_instance(data)
        length = timedelta(seconds=self.get_expiry_age())
        row.expire_date = ExpressionWrapper(Now() + length, output_field=DateTimeField())
        return row

    def save(self, must_create: bool = False) -> None:
        """Save; where the database is at fault, say so, rather than that the session was ended elsewhere."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if trouble(error.__context__) is None:
                raise
            raise cast(DatabaseError, error.__context__) from error.__context__.__cause__  # type: ignore[union-attr]  # trouble() saw it


class Sessions(SessionMiddleware):
    """Loads and saves sessions."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save what changed. Where the database takes nothing in, somebody who only reads does not notice."""
        try:
            return super().process_response(request, response)
        except DatabaseError as problem:
            if request.method in SAFE and still_reads(problem):
                return response
            raise
