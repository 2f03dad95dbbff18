"""Template context for the frame of every page: the operator, the signed-in person, and the pages they can open.

Each value is computed when a template first uses it. A signed-in person costs one query; an anonymous visitor
costs none.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from designation import declarations
from designation.people import suspended
from designation.people.models import Appointment, Person
from designation.roles import HasSide, Role, SideRoles
from designation.sessions.limits import TimeLeft, time_left_after_use
from designation.web import degraded
from designation.web.access import access_of
from designation.web.site import SITE_NAME
from workflow import clock
from workflow.sql.prepared_queries import prepared_query


@dataclass(frozen=True)
class SignedInPerson(HasSide):
    """The signed-in person, as the person menu shows them."""

    name: str
    email: str
    office: str
    organization: str
    side: str
    held: frozenset[str]
    suspended_since: datetime | None = None

    @property
    def roles(self) -> list[str]:
        """The labels of the roles that are in effect now, in the order of `Role`."""
        return [str(role.label) for role in Role if role in self.held]

    @property
    def roles_held(self) -> SideRoles:
        """The roles that are in effect now, with their side."""
        return frozenset((self.side, role) for role in self.held)

    @property
    def links(self) -> list[dict[str, str]]:
        """The links of the person menu to the person's own account pages."""
        return [
            {"label": "How you sign in", "url": reverse("mfa_index")},
            {"label": "Where you are signed in", "url": reverse("sessions")},
            {"label": "What is verified about you", "url": reverse("own_eligibility")},
        ]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the template context of the frame.

    `now` is the workflow clock. A view that has already read the clock passes its own `now`.
    """
    signed = cache(lambda: _signed_in_person(request))
    return {
        "site_name": SITE_NAME,
        "operator_name": settings.OPERATOR_NAME,
        "demonstration": settings.MODE == "demonstration",
        "now": cache(clock.now),
        "degraded": cache(degraded.notice),
        "person_menu": signed,
        "nav": cache(lambda: navigation(signed(), request.path)),
        "voluntary": cache(lambda: _is_developer(signed)),
        "session_left": cache(lambda: _session_left(request)),
    }


def navigation(signed: SignedInPerson | None, path: str) -> list[dict[str, Any]]:
    """Return the menu entries that this person may open. The entry that leads to `path` is marked as current."""
    if signed is None:
        return []
    items = [
        {"label": item.label, "url": reverse(item.url_name), "current": False}
        for item in sorted(declarations.listed("menu", "MENU"), key=lambda item: item.place)
        if access_of(item.url_name).opens_for(signed.roles_held)
    ]
    leading = [
        item for item in items if path == item["url"] or (item["url"] != "/" and path.startswith(item["url"]))
    ]
    if leading:
        max(leading, key=lambda item: len(item["url"]))["current"] = True
    return items


def _is_developer(signed: Callable[[], SignedInPerson | None]) -> bool:
    person = signed()
    return person is not None and person.is_developer


def _session_left(request: HttpRequest) -> TimeLeft | None:
    """Return how long the session of the signed-in person lasts if they do nothing after opening this page."""
    user = getattr(request, "user", None)
    return time_left_after_use(request.session) if user is not None and user.is_authenticated else None


def _signed_in_person(request: HttpRequest) -> SignedInPerson | None:
    """Return the signed-in person with office, organization and the roles in effect now, in one query."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    row = next(iter(_person(pk=user.pk)), None)
    return SignedInPerson(*row[:5], held=frozenset(row[5]), suspended_since=row[6]) if row else None


@prepared_query(pk=uuid.UUID)
def _person(pk: uuid.UUID) -> QuerySet[Any, Any]:
    held = ArraySubquery(Appointment.objects.held_by(pk).order_by().values("role").distinct())
    office = ("office__name", "office__organization__name", "office__organization__side")
    rows = Person.objects.filter(pk=pk).annotate(held=held, suspended_since=suspended.since())
    return rows.values_list("name", "email", *office, "held", "suspended_since")
