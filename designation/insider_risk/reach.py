"""Whom and what a person can suspend, as queries.

An organization's administrators and security contacts know their own people. Insider-risk officers know the
government's and the partners' organizations and people. Of a developer they know only whoever takes part in a matter
with them, and an artifact only if they take part in its request.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from designation.access.capacities import Capacity
from designation.access.models import Involvement, Party
from designation.insider_risk.scopes import OF_THE_ORGANIZATION, OFFICER, PlacedAs
from designation.people.models import Appointment, Organization, Person
from designation.roles import Side

KNOWN_SIDES = (Side.GOVERNMENT, Side.PARTNER)
Who = Any
"""A person's id, or a reference to an outer query."""


def _matters_of_officer(person: Who) -> QuerySet[Any, Any]:
    return Party.objects.filter(person=person, roles__contains=[OFFICER]).values("matter")


def known_to_officer(person: Who) -> QuerySet[Organization]:
    """Return the organizations that an insider-risk officer may know of."""
    developing = Involvement.objects.filter(
        organization=OuterRef("pk"), capacity=Capacity.DEVELOPER, matter__in=_matters_of_officer(person)
    )
    return Organization.objects.filter(Q(side__in=KNOWN_SIDES) | Q(Exists(developing)))


def takes_part(log: Any, person: Who) -> Exists:
    """Return whether a person takes part in a matter in the role of the outer appointment."""
    is_named = Func(
        OuterRef("role"),
        Func(F("roles"), function="ANY"),
        template="%(expressions)s",
        arg_joiner=" = ",
        output_field=BooleanField(),
    )
    return Exists(Party.objects.filter(is_named, matter=log, person=person))


def placed_as(person: uuid.UUID | None, organization: Organization) -> str:
    """Return for which side a person suspends an organization or its people, or "" if they cannot."""
    held = Appointment.objects.held_by(person)
    if held.filter(organization=organization, role__in=OF_THE_ORGANIZATION).exists():
        return PlacedAs.ORGANIZATION
    known = known_to_officer(person).filter(pk=organization.pk)
    return PlacedAs.OFFICERS if held.filter(role=OFFICER).exists() and known.exists() else ""


def organizations_of(person: uuid.UUID | None) -> QuerySet[Organization]:
    """Return the organizations that a person can suspend."""
    return Organization.objects.filter(_own(person, "pk") | _as_officer(person, pk__in=_known(person)))


def people_of(person: uuid.UUID | None) -> QuerySet[Person]:
    """Return the people whom a person can suspend, except for themselves."""
    beside = Party.objects.filter(matter__in=_matters_of_officer(person)).values("person")
    known = _as_officer(person, office__organization__side__in=KNOWN_SIDES) | _as_officer(
        person, pk__in=beside
    )
    people = Person.objects.filter(_own(person, "office__organization") | known)
    return people.exclude(pk=person).exclude(office__organization__side=Side.OPERATOR)


def _known(person: uuid.UUID | None) -> QuerySet[Any, Any]:
    return known_to_officer(person).values("pk")


def _own(person: uuid.UUID | None, column: str) -> Q:
    held = Appointment.objects.held_by(person).filter(role__in=OF_THE_ORGANIZATION)
    return Q(**{f"{column}__in": held.values("organization")})


def _as_officer(person: uuid.UUID | None, **known: Any) -> Q:
    return Q(Exists(Appointment.objects.held_by(person).filter(role=OFFICER)), **known)


def officers_beside(organization: uuid.UUID) -> QuerySet[Any, Any]:
    """Return the ids of the insider-risk officers who take part in a matter of a developer."""
    matters = Involvement.objects.filter(organization=organization, capacity=Capacity.DEVELOPER).values(
        "matter"
    )
    return Party.objects.filter(matter__in=matters, roles__contains=[OFFICER]).values("person")
