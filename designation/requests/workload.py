"""Open requests per lead reviewer, among those that the reader may see. The count is capped."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from designation.access.participation import Participation
from designation.content.folding import by_name
from designation.people.models import Appointment, Person
from designation.requests.lifecycle.states import UNDER_WAY
from designation.requests.models import Request
from designation.roles import Role
from workflow.models import Deadline
from workflow.sql.prepared_queries import prepared_query

SHOWN = 20
MOST = 50
"""The number of requests counted for each lead reviewer if the reader takes part in many matters."""


def workload(mine: Participation, now: datetime) -> list[dict[str, Any]]:
    """Return how many requests each lead reviewer has open and how many of them are late, most first.

    `more` says that there are more than were counted.
    """
    read = _capped if mine.in_many else _of_each
    counted = read(person=mine.person, now=now)
    return sorted(counted, key=lambda lead: (-lead["count"], by_name(lead["name"])))[:SHOWN]


def _in_hand(person: uuid.UUID, now: datetime, *, in_many: bool) -> QuerySet[Request]:
    """Return the requests under way that a person may see. `late` is the id of an overdue deadline or None."""
    late = Deadline.objects.filter(subject_id=OuterRef("pk"), state="running", due_at__lt=now)
    part = Participation(person, in_many)
    rows = part.seen(Request.objects.filter(state__in=UNDER_WAY))
    return rows.filter(part.reads_whole_logs()).annotate(late=Subquery(late.values("pk")[:1]))


def _of_each(person: uuid.UUID, now: datetime) -> list[dict[str, Any]]:
    """Return the full counts of each lead reviewer."""
    return [
        {"name": name, "count": count, "late": late, "more": False}
        for _lead, name, count, late in _counted(person=person, now=now)
    ]


@prepared_query(person=uuid.UUID, now=datetime)
def _counted(person: uuid.UUID, now: datetime) -> QuerySet[Any, Any]:
    by_lead = _in_hand(person, now, in_many=False).filter(lead__isnull=False).order_by()
    return by_lead.values_list("lead", "lead__name").annotate(Count("pk"), Count("late"))


def _capped(person: uuid.UUID, now: datetime) -> list[dict[str, Any]]:
    """Return the counts of everyone who is or was a reviewer, up to MOST requests each."""
    return [
        {
            "name": name,
            "count": len(late_ones[:MOST]),
            "late": sum(late_ones[:MOST]),
            "more": len(late_ones) > MOST,
        }
        for name, late_ones in _first(person=person, now=now)
        if late_ones
    ]


@prepared_query(person=uuid.UUID, now=datetime)
def _first(person: uuid.UUID, now: datetime) -> QuerySet[Any, Any]:
    own = _in_hand(person, now, in_many=True).filter(lead=OuterRef("pk")).order_by()
    is_late = Case(When(late__isnull=False, then=Value(1)), default=Value(0), output_field=IntegerField())
    found = ArraySubquery(own.annotate(is_late=is_late).values("is_late")[: MOST + 1])
    reviewers = Appointment.objects.filter(role=Role.REVIEWER).values("person")
    return Person.objects.filter(pk__in=reviewers).annotate(found=found).values_list("name", "found")
