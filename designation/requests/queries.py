"""Queries for the pages of requests."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import DateTimeField, QuerySet
from django.db.models.expressions import RawSQL

from designation.requests.models import Request
from workflow import clock
from workflow.sql.prepared_queries import prepared_query


def matter_of(number: str, person: uuid.UUID) -> Request | None:
    """Return a request by number with the person's roles, or None if the person is not a party to it.

    `read_at` is the time of the read, by the database's clock.
    """
    if not number.isprintable():
        return None
    row = next(iter(_with_its_reader(number=number, person=person)), None)
    return row if row is not None and row.held_roles else None


@prepared_query(number=str, person=uuid.UUID)
def _with_its_reader(number: str, person: uuid.UUID) -> QuerySet[Any]:
    """Return the request with this number, the person's roles, and the time of the read."""
    read_at = RawSQL(clock.sql(), [], output_field=DateTimeField())
    rows = Request.with_roles(person).annotate(read_at=read_at)
    return rows.select_related("model__developer", "policy", "lead").filter(number=number)
