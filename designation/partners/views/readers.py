"""Who reads a page of the roster or of a selection, and the check that lets them. Anyone else gets 404."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from designation.access.models import Party
from designation.access.permissions import IN_SELECTION, Permission, permissions
from designation.partners import queries
from designation.partners.models import Partner, Selection
from designation.people.models import Organization
from designation.people.signers import holders
from designation.requests.matter import handling
from designation.roles import SideRoles
from designation.web.access import Access, Rule, View, declare
from designation.web.actor import actor_of
from designation.web.reader import Reader
from workflow import clock
from workflow.guards import Actor
from workflow.models import Stateful
from workflow.steps import Step

VOLUNTARY = (
    "Your organization takes part voluntarily. You can decline an invitation, end an early access or leave the roster "
    "at any time, in one step, without giving a reason, and leaving leaves no adverse record."
)
"""The notice on the pages of partners."""
MORE_KEEPERS = (
    "The administrators of an agency can give the role “Roster administrator” to somebody in another office."
)
"""Who can mend that too few roster administrators are left to decide."""


@dataclass
class RosterReader(Reader):
    """A person who reads a page about a partner, with the roles that they hold now."""

    actor: Actor
    now: datetime
    held: SideRoles
    organization: Organization
    side: str = ""

    @property
    def sees_all(self) -> bool:
        """Whether the reader may see everything about every partner."""
        return not queries.SEE_ALL.isdisjoint(self.held)

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the breadcrumbs to a partner's page: the list, for those who may open it."""
        lists = not (queries.SEE_ALL | queries.SIGNERS).isdisjoint(self.held)
        return [("Trusted partners", reverse("partners"))] if lists else []

    def is_own(self, partner: Partner) -> bool:
        """Whether the partner is the reader's own organization."""
        return not queries.OWN.isdisjoint(self.held) and partner.organization_id == self.organization.pk

    def colleagues(self, subject: Stateful, step: Step) -> Sequence[Any]:
        """Return the people who hold a role that may take the step, for those who see everything about partners."""
        return holders(step.who) if self.sees_all else ()

    def nobody_can_sign(self, subject: Stateful, step: Step) -> str:
        """Return who can appoint somebody who could sign, for those who see everything about partners."""
        return MORE_KEEPERS if self.sees_all else ""

    def nominated(self, partner: Partner) -> bool:
        """Whether the reader signs for the organization that nominated the partner."""
        nominees = Partner.objects.filter(queries.own_nominees(self.organization), pk=partner.pk)
        return not queries.SIGNERS.isdisjoint(self.held) and nominees.exists()

    def context(self, _tab: str, /, **more: Any) -> dict[str, Any]:
        """Return the context that every page of the roster shows around its content."""
        return {"now": self.now, "voluntary": self.is_partner, "voluntary_text": VOLUNTARY} | more


def reader_of(http: HttpRequest) -> RosterReader:
    """Return the signed-in person as a reader of the roster."""
    person = http.user
    own = person.organization
    return RosterReader(actor_of(http), clock.now(), person.roles_held(), own, own.side)


ROLES = queries.SEE_ALL | queries.SIGNERS | queries.OWN


def for_partner(view: View) -> View:
    """Turn a function of (request, reader, partner, …) into a page for those who may see this partner."""

    @login_required
    @wraps(view)
    def shown(http: HttpRequest, number: str, *args: Any, **kwargs: Any) -> HttpResponse:
        reader = reader_of(http)
        seen = queries.visible(reader.organization, reader.held).filter(number=number).values("pk")
        rows = Partner.with_roles(reader.actor.id).select_related(
            "organization", "policy", "sponsor", "nominated_by__office__organization", "reconsiders"
        )
        partner = rows.filter(pk__in=seen).first()
        if partner is None:
            raise Http404
        return view(http, reader, partner, *args, **kwargs)

    return declare(shown, Access(Rule.PARTNER, ROLES))


@dataclass
class SelectionReader(Reader):
    """A person who reads a page about one selection."""

    selection: Any
    actor: Actor
    now: datetime

    def __post_init__(self) -> None:
        held = self.selection.held_roles
        self.roles = frozenset(one.role for one in held)
        self.side = next((one.side for one in held), "")
        self.permissions = permissions(IN_SELECTION, held)

    def may(self, permission: Permission) -> bool:
        """Return whether the reader may do this here."""
        return permission in self.permissions

    @property
    def url(self) -> str:
        """The URL of the selection's page."""
        return reverse("selection", args=[self.selection.number])

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the breadcrumbs to a page below the selection's."""
        return [*self.above(), (self.selection.number, self.url)]

    def above(self) -> list[tuple[str, str]]:
        """Return the breadcrumbs to the selection's page: the board, or the partner's own early accesses."""
        if self.is_partner:
            return [("Early access", reverse("own_selections"))]
        number = self.selection.request.number
        return [
            (f"Request {number}", reverse("request", args=[number])),
            ("Partners", reverse("board", args=[number])),
        ]

    def way_back(self, url: str) -> str:
        """Return `url`, or the desk if the reader is no longer a party."""
        return url if Party.at(self.actor.id, self.selection.log_id).exists() else reverse("desk")

    def context(self, _tab: str, /, **more: Any) -> dict[str, Any]:
        """Return the context that every page of a selection shows around its content."""
        voluntary = self.is_developer or self.is_partner
        shown = {"now": self.now, "voluntary": voluntary, "handling": handling(self.selection.request)}
        shown |= {"voluntary_text": VOLUNTARY} if self.is_partner else {}
        return shown | {"crumbs": self.above()} | more


def for_selection(permission: Permission) -> Callable[[View], View]:
    """Turn a function of (request, reader, …) into a page of a selection for readers with this permission."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def shown(http: HttpRequest, number: str, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(http)
            rows = Selection.with_roles(actor.id).select_related(
                *("request__model__developer", "request__policy", "partner__organization", "window__partner"),
                *("proposed_by", "proposed_for", "concurred_by", "concurred_for"),
            )
            row = rows.filter(number=number).first()
            reader = None if row is None else SelectionReader(row, actor, clock.now())
            if reader is None or not reader.may(permission):
                raise Http404
            return view(http, reader, *args, **kwargs)

        return declare(shown, Access(Rule.SELECTION, permission=permission))

    return decorate
