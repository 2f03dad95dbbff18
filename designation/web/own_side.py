"""What of the people pages a person may open: their own organisation's, where they administer or audit it.

Site operators keep accounts and open every organisation. To everybody else an organisation does not exist (404).
"""

import uuid
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from designation.models.people import Appointment, Invitation, Organisation, Person
from designation.roles import Role

READS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.OPERATOR})
CHANGES = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})


def organisation_seen(request: HttpRequest, organisation_id: uuid.UUID) -> Any:
    """Return the organisation with the person's roles in it, or 404. `may_change` says whether it is theirs to keep."""
    row = Organisation.with_roles(_person(request)).filter(pk=organisation_id).first()
    held = {standing.role for standing in row.standing} if row else set()
    if row is None or not held & READS:
        raise Http404
    row.may_change = bool(held & CHANGES)
    row.may_close = Role.OPERATOR in held
    return row


def organisation_kept(request: HttpRequest, organisation_id: uuid.UUID) -> Any:
    """Return the organisation where the person administers it or operates the site, or 404."""
    row = organisation_seen(request, organisation_id)
    if not row.may_change:
        raise Http404
    return row


def person_in(organisation: Organisation, person_id: uuid.UUID) -> Person:
    """Return a person of the organisation, or 404."""
    people = Person.objects.select_related("office__organisation")
    return get_object_or_404(people, pk=person_id, office__organisation=organisation)


def appointment_in(organisation: Organisation, appointment_id: uuid.UUID, request: HttpRequest) -> Any:
    """Return an appointment of the organisation with the reader's roles, or 404."""
    rows = Appointment.with_roles(_person(request)).select_related(
        "person", "office", "delegated_from__person"
    )
    return get_object_or_404(rows, pk=appointment_id, organisation=organisation)


def invitation_in(organisation: Organisation, invitation_id: uuid.UUID) -> Invitation:
    """Return an invitation of the organisation, or 404."""
    return get_object_or_404(Invitation, pk=invitation_id, organisation=organisation)


def crumbs_to(row: Any) -> list[tuple[str, str]]:
    """Return the way to a page under an organisation; only site operators have the list of all of them."""
    own = (row.name, reverse("organisation", args=[row.pk]))
    return [("Organisations", reverse("organisations")), own] if row.may_close else [own]


def _person(request: HttpRequest) -> uuid.UUID:
    key: uuid.UUID = request.user.pk
    return key
