"""Queries for the pages of requests."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from designation.access.models import FormerParty, Party, Recusal
from designation.requests.models import Request
from workflow import clock
from workflow.models import Log
from workflow.sql.prepared_queries import prepared_query


def request_of(number: str, person: uuid.UUID) -> Any:
    """Return a request by number for a person who takes part in it or in one of its windows, or did until lately.

    For anyone else return None, after the same one query as for a number that does not exist. The row has the person's
    roles in the request; `window_logs`, the logs of its windows in which they take part; `former_logs`, the logs of
    the request and its windows in which they no longer do; and `read_at`, the time of the read by the database's clock.
    """
    if not number.isprintable():
        return None
    row = next(iter(_with_its_reader(number=number, person=person)), None)
    return row if row is not None and (row.held_roles or row.window_logs or row.former_logs) else None


@prepared_query(number=str, person=uuid.UUID)
def _with_its_reader(number: str, person: uuid.UUID) -> QuerySet[Any]:
    read_at = RawSQL(clock.sql(), [], output_field=DateTimeField())
    below = Log.objects.filter(parent=OuterRef(OuterRef("log_id"))).values("pk")
    logs = Party.of(person).filter(matter__in=below).order_by("matter").values("matter")
    recused = Recusal.objects.filter(matter=OuterRef(OuterRef("pk")), person=person)
    here = Q(matter=OuterRef("log_id")) | Q(matter__in=below)
    former = FormerParty.of(person).filter(here, ~Exists(recused)).order_by("matter").values("matter")
    rows = Request.with_roles(person).annotate(
        read_at=read_at, window_logs=ArraySubquery(logs), former_logs=ArraySubquery(former)
    )
    return rows.select_related("model__developer", "policy", "lead").filter(number=number)
