"""Access checks of the people pages.

Administrators and auditors may open the pages of their own organization. Site operators may open those of
every organization. Everyone else gets a 404.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from designation.people.models import Appointment, Invitation, Organization, Person
from designation.people.signers import holders
from designation.roles import DEVELOPERS, OPERATORS, Role, Side, SideRoles, on_side
from designation.web.access import Access, Rule, View, declare
from designation.web.reader import Reader
from workflow.guards import Actor
from workflow.models import Stateful
from workflow.steps import Step

CHANGES = (
    on_side(Side.DEVELOPER, [Role.ADMINISTRATOR])
    | on_side(Side.GOVERNMENT, [Role.ADMINISTRATOR])
    | on_side(Side.PARTNER, [Role.ADMINISTRATOR])
    | OPERATORS
)
READS = CHANGES | on_side(Side.DEVELOPER, [Role.AUDITOR]) | on_side(Side.GOVERNMENT, [Role.AUDITOR])


@dataclass
class OrganizationReader(Reader):
    """A person who reads a page of an organization."""

    actor: Actor
    now: datetime
    organization: Any
    side: str = ""

    def colleagues(self, subject: Stateful, step: Step) -> Sequence[Any]:
        """Return the organization's people who hold a role that may take the step, by name."""
        return holders(step.who, organization=self.organization.pk)


def for_organization(roles: SideRoles) -> Callable[[View], View]:
    """Turn a function of (request, organization, …) into a page for people who hold one of these roles there.

    Anyone else gets 404. The organization says whether the reader may change it (`may_change`) and close it
    (`may_close`).
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def shown(request: HttpRequest, organization_id: uuid.UUID, *args: Any, **kwargs: Any) -> Any:
            row: Any = Organization.with_roles(_person(request)).filter(pk=organization_id).first()
            held = _held_in(row) if row else frozenset()
            if roles.isdisjoint(held):
                raise Http404
            row.may_change = not CHANGES.isdisjoint(held)
            row.may_close = not OPERATORS.isdisjoint(held)
            return view(request, row, *args, **kwargs)

        return declare(shown, Access(Rule.ORGANIZATION, roles))

    return decorate


def for_developers(view: View) -> View:
    """Turn a function of (request, organization, …) into a page for the developer-side people of an organization.

    The organization is the reader's own. Anyone else gets 404.
    """

    @login_required
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = Organization.with_roles(_person(request)).get(pk=request.user.office.organization_id)
        if DEVELOPERS.isdisjoint(_held_in(row)):
            raise Http404
        return view(request, row, *args, **kwargs)

    return declare(shown, Access(Rule.ROLE, DEVELOPERS))


def _held_in(row: Any) -> SideRoles:
    """Return the roles that the reader holds in an organization, with the side for which they hold each."""
    return frozenset((held.side, held.role) for held in row.held_roles)


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


def _person(request: HttpRequest) -> uuid.UUID:
    key: uuid.UUID = request.user.pk
    return key
