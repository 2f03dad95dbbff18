"""What pages read of requests."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import DateTimeField, QuerySet
from django.db.models.expressions import RawSQL

from designation.requests.models import Request
from workflow import clock
from workflow.sql.prepared_queries import prepared_query


def matter_of(number: str, person: uuid.UUID) -> Request | None:
    """Return the request of a number with the person's roles, or nothing where the person is no party to it.

    `read_at` is the instant at which it was read.
    """
    if not number.isprintable():
        return None
    row = next(iter(_with_its_reader(number=number, person=person)), None)
    return row if row is not None and row.held_roles else None


@prepared_query(number=str, person=uuid.UUID)
def _with_its_reader(number: str, person: uuid.UUID) -> QuerySet[Any]:
    """Return the request of a number with the person's roles and the instant of reading."""
    read_at = RawSQL(clock.sql(), [], output_field=DateTimeField())
    rows = Request.with_roles(person).annotate(read_at=read_at)
    return rows.select_related("model__developer", "policy", "lead").filter(number=number)
