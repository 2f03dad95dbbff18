"""Tasks for proposed roles on the desk."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from designation.declared import Duty, TaskSource
from designation.people.models import Appointment
from designation.roles import Role

SIGN = Duty(
    ("proposed",),
    frozenset({Role.ADMINISTRATOR, Role.OPERATOR}),
    "Sign for a role, or decline",
    "Read",
    "appointment",
)


def _roles(reader: Any) -> QuerySet[Any]:
    mine = Q(organization=reader.held.get(Role.ADMINISTRATOR))
    if Role.OPERATOR in reader.held:
        mine |= Q(role__in=[Role.ADMINISTRATOR, Role.OPERATOR])
    return Appointment.objects.filter(mine).select_related("person")


def _role(row: Any, _duty: Duty | None) -> tuple[str, str]:
    url = reverse("appointment", args=[row.organization_id, row.pk])
    return f"{row.get_role_display()}: {row.person.name}", url


SOURCES = (TaskSource("roles", Appointment, rows=_roles, duties=(SIGN,), describe=_role, in_matters=False),)
