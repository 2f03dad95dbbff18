"""The signed-in person as an actor of the workflow engine."""

from datetime import datetime

from django.http import HttpRequest

from workflow import clock
from workflow.guards import Actor

PROVED_AT = "proved_at"
PROVED_BY = "proved_by"
BY_PASSWORD = "password"  # noqa: S105 (the name of a method)
BY_DEMONSTRATION = "demonstration"


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor behind a request. Expects a signed-in person."""
    person = request.user
    proved_at = request.session.get(PROVED_AT)
    return Actor(
        id=person.pk,
        name=person.name,
        authenticated_at=datetime.fromisoformat(proved_at) if proved_at else None,
        authenticated_by=request.session.get(PROVED_BY, ""),
    )


def record_authentication(request: HttpRequest, *, method: str) -> None:
    """Record in the session that the person authenticated now, by the workflow clock, and with which method."""
    request.session[PROVED_AT] = clock.now().isoformat()
    request.session[PROVED_BY] = method
