"""Whose desk it is: the roles that a person holds now, and what their desk has to read. Takes one query."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import DateTimeField, Exists, QuerySet
from django.db.models.expressions import RawSQL

from designation.access import participation
from designation.desk.task_list import Reader, rare_sources
from designation.people.models import Appointment, Person
from designation.policies.models import Policy
from workflow import clock
from workflow.sql.prepared_queries import prepared_query


def reader_of(person: Person) -> tuple[Reader, bool]:
    """Return a person as the reader of their desk, and whether a policy version is in force, if they hold a role."""
    held = _held(person=person.pk, few=participation.FEW_MATTERS)
    reader = Reader(
        person.pk,
        person.office.organization.side,
        {role: organization for role, organization, *_ in held},
        held[0][3] if held else clock.now(),
        in_many=any(many for _role, _organization, many, *_ in held),
        rare=frozenset(held[0][4]) if held else frozenset(),
    )
    return reader, any(has_policy for *_, has_policy in held)


@prepared_query(person=uuid.UUID)
def _held(person: uuid.UUID, *, few: int) -> QuerySet[Any, Any]:
    """Return a person's current roles: role, organization, whether they are in many matters, current time.

    The last two values of each row name the rare task sources that have rows for the person, and say whether a policy
    version is in force.
    """
    rows = Appointment.objects.in_effect().filter(person=person)
    now = RawSQL(clock.sql(), [], output_field=DateTimeField())
    has_policy = Exists(Policy.objects.filter(state="active", effective_at__lte=now))
    return rows.values_list(
        "role", "organization", participation.in_many(person, few), now, rare_sources(person), has_policy
    )
