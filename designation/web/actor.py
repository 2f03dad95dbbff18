"""Who asks: the person who is signed in, as the engine knows an actor, and the developer that they work for."""

from datetime import datetime
from typing import cast

from django.http import Http404, HttpRequest

from designation.people.models import Organization, Person
from designation.roles import DEVELOPER_ROLES, Side
from workflow import clock
from workflow.guards import Actor

PROVED_AT = "proved_at"


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor behind a request. Expects somebody to be signed in."""
    person = cast(Person, request.user)
    proved_at = request.session.get(PROVED_AT)
    return Actor(
        id=person.pk,
        name=person.name,
        authenticated_at=datetime.fromisoformat(proved_at) if proved_at else None,
    )


def record_authentication(request: HttpRequest) -> None:
    """Note in the session that the person proved just now who they are, on the engine's clock."""
    request.session[PROVED_AT] = clock.now().isoformat()


def developer_of(request: HttpRequest) -> Organization:
    """Return the person's organization, where it is a developer and they hold a matter role there. Raises: Http404."""
    person = cast(Person, request.user)
    row = Organization.with_roles(person.pk).get(pk=person.office.organization_id)
    if row.side != Side.DEVELOPER or not {held.role for held in row.held_roles} & DEVELOPER_ROLES:
        raise Http404
    found: Organization = row
    return found
