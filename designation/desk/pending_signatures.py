"""Pending signatures on steps that do not change the state: someone signed, and someone else still has to."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from designation.access.participation import Participation
from designation.requests.models import Request
from workflow.models import Approval
from workflow.sql.prepared_queries import prepared_query
from workflow.steps import Step, steps_of


def unsigned(part: Participation, roles: frozenset[str], now: datetime) -> list[tuple[Step, Any]]:
    """Return (step, request) pairs that the person could sign and has not signed.

    Each request has `signed_at` and `signed_until`, the time of the first signature and its expiration.
    """
    asked = [facts for facts in steps_of(Request).values() if facts.quorum and facts.target is None]
    return [
        (facts, row)
        for facts in asked
        if (counting := roles & frozenset(facts.who))
        for row in _rows(person=part.person, now=now, step=facts.name, roles=counting, in_many=part.in_many)
    ]


@prepared_query(person=uuid.UUID, now=datetime)
def _rows(
    person: uuid.UUID, now: datetime, *, step: str, roles: frozenset[str], in_many: bool
) -> QuerySet[Any]:
    signed = Approval.objects.filter(subject_id=OuterRef("pk"), step=step, state="open", expires_at__gt=now)
    first = signed.order_by("at")[:1]
    rows = Participation(person, in_many).seen(Request.objects.select_related("model"))
    rows = rows.filter(my_roles__overlap=sorted(roles)).exclude(Exists(signed.filter(actor=person)))
    rows = rows.annotate(
        signed_at=Subquery(first.values("at")), signed_until=Subquery(first.values("expires_at"))
    )
    return rows.filter(signed_at__isnull=False).order_by("signed_at", "pk")
