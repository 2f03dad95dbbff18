"""Access checks of the people pages.

Administrators and auditors may open the pages of their own organization. Site operators may open those of
every organization. Everyone else gets a 404.
"""

import uuid
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from designation.people.models import Appointment, Invitation, Organization, Person
from designation.roles import DEVELOPER_ROLES, Role, Side

READS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.OPERATOR})
CHANGES = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})


def readable_organization(request: HttpRequest, organization_id: uuid.UUID) -> Any:
    """Return the organization with the reader's roles in it. `may_change` says whether they may change it.

    Raises: Http404, if the reader may not read it.
    """
    row = Organization.with_roles(_person(request)).filter(pk=organization_id).first()
    held = {held.role for held in row.held_roles} if row else set()
    if row is None or not held & READS:
        raise Http404
    row.may_change = bool(held & CHANGES)
    row.may_close = Role.OPERATOR in held
    return row


def managed_organization(request: HttpRequest, organization_id: uuid.UUID) -> Any:
    """Return the organization, if the reader administers it or operates the site. Raises: Http404."""
    row = readable_organization(request, organization_id)
    if not row.may_change:
        raise Http404
    return row


def person_in(organization: Organization, person_id: uuid.UUID) -> Person:
    """Return a person of the organization. Raises: Http404."""
    people = Person.objects.select_related("office__organization")
    return get_object_or_404(people, pk=person_id, office__organization=organization)


def appointment_in(organization: Organization, appointment_id: uuid.UUID, request: HttpRequest) -> Any:
    """Return an appointment of the organization, with the reader's roles. Raises: Http404."""
    rows = Appointment.with_roles(_person(request)).select_related(
        "person", "office", "delegated_from__person"
    )
    return get_object_or_404(rows, pk=appointment_id, organization=organization)


def invitation_in(organization: Organization, invitation_id: uuid.UUID) -> Invitation:
    """Return an invitation of the organization. Raises: Http404."""
    return get_object_or_404(Invitation, pk=invitation_id, organization=organization)


def crumbs_to(row: Any) -> list[tuple[str, str]]:
    """Return the breadcrumbs to a page of an organization. Only site operators get the link to the list."""
    own = (row.name, reverse("organization", args=[row.pk]))
    return [("Organizations", reverse("organizations")), own] if row.may_close else [own]


def developer_of(request: HttpRequest) -> Organization:
    """Return the reader's organization, if it is a developer and they hold a matter role there. Raises: Http404."""
    person = request.user
    row = Organization.with_roles(person.pk).get(pk=person.office.organization_id)
    if row.side != Side.DEVELOPER or not {held.role for held in row.held_roles} & DEVELOPER_ROLES:
        raise Http404
    found: Organization = row
    return found


def _person(request: HttpRequest) -> uuid.UUID:
    key: uuid.UUID = request.user.pk
    return key
