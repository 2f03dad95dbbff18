"""Queries for the pages of requests."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from designation.access.models import Party
from designation.requests.models import Request
from workflow import clock
from workflow.models import Log
from workflow.sql.prepared_queries import prepared_query


def request_of(number: str, person: uuid.UUID) -> Any:
    """Return a request by number as a person may come to it, or None if there is none.

    It has the person's roles, which are none if they are not a party; `window_logs`, the logs of its windows in which
    they take part; and `read_at`, the time of the read by the database's clock.
    """
    if not number.isprintable():
        return None
    return next(iter(_with_its_reader(number=number, person=person)), None)


@prepared_query(number=str, person=uuid.UUID)
def _with_its_reader(number: str, person: uuid.UUID) -> QuerySet[Any]:
    read_at = RawSQL(clock.sql(), [], output_field=DateTimeField())
    below = Log.objects.filter(parent=OuterRef(OuterRef("log_id")))
    logs = Party.of(person).filter(matter__in=below.values("pk")).order_by("matter").values("matter")
    rows = Request.with_roles(person).annotate(read_at=read_at, window_logs=ArraySubquery(logs))
    return rows.select_related("model__developer", "policy", "lead").filter(number=number)
