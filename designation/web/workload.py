"""How many matters each lead reviewer has in hand, within what the reader may see; what is counted is capped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from designation.lifecycles.request_states import UNDER_WAY
from designation.models import Appointment, Person, Request
from designation.roles import Role
from designation.web.taking_part import BEYOND_EVALUATING, TakingPart
from workflow.models import Deadline

SHOWN = 20
MOST = 50
"""So many matters of one lead are counted for a reader who takes part in many."""


def workload(mine: TakingPart, now: datetime) -> list[dict[str, Any]]:
    """Return how many matters each lead has in hand and how many of these are late, most first.

    `more` says that there are more than were counted.
    """
    late = Deadline.objects.filter(subject_id=OuterRef("pk"), state="running", due_at__lt=now)
    rows = mine.seen(Request.objects.filter(state__in=UNDER_WAY)).filter(BEYOND_EVALUATING)
    rows = rows.annotate(late=Subquery(late.values("pk")[:1]))
    counted = _capped(rows) if mine.in_many else _of_each(rows)
    return sorted(counted, key=lambda lead: (-lead["count"], lead["name"]))[:SHOWN]


def _of_each(rows: QuerySet[Request]) -> list[dict[str, Any]]:
    """Count the rows of each lead, all of them."""
    by_lead = rows.filter(lead__isnull=False).order_by().values("lead", name=F("lead__name"))
    counted = by_lead.annotate(count=Count("pk"), late_count=Count("late"))
    return [
        {"name": lead["name"], "count": lead["count"], "late": lead["late_count"], "more": False}
        for lead in counted
    ]


def _capped(rows: QuerySet[Request]) -> list[dict[str, Any]]:
    """Count the first rows of everybody who is or was a reviewer."""
    own = rows.filter(lead=OuterRef("pk")).order_by()
    is_late = Case(When(late__isnull=False, then=Value(1)), default=Value(0), output_field=IntegerField())
    found = ArraySubquery(own.annotate(is_late=is_late).values("is_late")[: MOST + 1])
    reviewers = Appointment.objects.filter(role=Role.REVIEWER).values("person")
    people = Person.objects.filter(pk__in=reviewers).annotate(found=found).values_list("name", "found")
    return [
        {
            "name": name,
            "count": len(lates[:MOST]),
            "late": sum(lates[:MOST]),
            "more": len(lates) > MOST,
        }
        for name, lates in people
        if lates
    ]
