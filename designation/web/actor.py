"""Who asks: the person who is signed in, as the engine knows an actor."""

from datetime import datetime

from django.http import HttpRequest

from workflow import clock
from workflow.guards import Actor

PROVED_AT = "proved_at"


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor behind a request. Expects somebody to be signed in."""
    person = request.user
    proved_at = request.session.get(PROVED_AT)
    return Actor(
        id=person.pk,
        name=person.name,
        authenticated_at=datetime.fromisoformat(proved_at) if proved_at else None,
    )


def record_authentication(request: HttpRequest) -> None:
    """Note in the session that the person proved just now who they are, on the engine's clock."""
    request.session[PROVED_AT] = clock.now().isoformat()
