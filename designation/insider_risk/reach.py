"""Whom and what an insider-risk officer may know of, as queries.

Officers know the government's and the partners' organizations and people. They know a developer only if they take part
in one of its matters, and an artifact only if they take part in its request.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from designation.access.capacities import Capacity
from designation.access.models import Involvement, Party
from designation.insider_risk.scopes import OF_THE_ORGANIZATION, OFFICER, PlacedAs
from designation.people.models import Appointment, Organization
from designation.roles import Side

KNOWN_SIDES = (Side.GOVERNMENT, Side.PARTNER)


def known_to_officer(person: Any) -> QuerySet[Organization]:
    """Return the organizations that an insider-risk officer may know of. `person` may refer to an outer query."""
    matters = Party.objects.filter(person=person, roles__contains=[OFFICER]).values("matter")
    developing = Involvement.objects.filter(
        organization=OuterRef("pk"), capacity=Capacity.DEVELOPER, matter__in=matters
    )
    return Organization.objects.filter(Q(side__in=KNOWN_SIDES) | Q(Exists(developing)))


def takes_part(log: Any, person: Any) -> Exists:
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
    """Return for whom a person can suspend an organization or its people, or "" if they cannot."""
    held = Appointment.objects.held_by(person)
    if held.filter(organization=organization, role__in=OF_THE_ORGANIZATION).exists():
        return PlacedAs.ORGANIZATION
    known = known_to_officer(person).filter(pk=organization.pk)
    if held.filter(role=OFFICER).exists() and known.exists():
        return PlacedAs.OFFICERS
    return ""


def suspendable_by(person: uuid.UUID) -> QuerySet[Organization]:
    """Return the organizations that a person can suspend, and whose people they can suspend."""
    held = Appointment.objects.held_by(person)
    own = held.filter(role__in=OF_THE_ORGANIZATION).values("organization")
    is_officer = Exists(held.filter(role=OFFICER))
    known = known_to_officer(person).values("pk")
    return Organization.objects.filter(Q(pk__in=own) | Q(is_officer, pk__in=known)).exclude(
        side=Side.OPERATOR
    )
