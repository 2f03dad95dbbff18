"""Tasks for resets that wait for signatures."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from designation.declared import Duty, TaskSource
from designation.identity.models import FactorReset
from designation.people.models import Appointment
from designation.roles import Role

SIGN = Duty(
    ("asked",),
    frozenset({Role.ADMINISTRATOR, Role.OPERATOR}),
    "Sign to reset how somebody signs in, or decline",
    "Read",
    "factor_reset",
    except_whose="person",
)


def _resets(reader: Any) -> QuerySet[Any]:
    held = Appointment.objects.held_in(OuterRef("organization"), by=reader.id)
    administers = Exists(held.filter(role__in=[Role.ADMINISTRATOR, Role.OPERATOR]))
    return FactorReset.objects.filter(administers).select_related("person")


def _reset(row: Any, _duty: Duty | None) -> tuple[str, str]:
    return f"Sign-in of {row.person.name}", reverse("factor_reset", args=[row.organization_id, row.pk])


SOURCES = (
    TaskSource(
        "factor_resets",
        FactorReset,
        rows=_resets,
        duties=(SIGN,),
        describe=_reset,
        in_matters=False,
        rare=True,
    ),
)
