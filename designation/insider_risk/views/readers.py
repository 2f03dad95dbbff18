"""Who reads a page about suspensions, and the check that lets them. Anyone else gets 404."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from designation.insider_risk.models import Suspension
from designation.insider_risk.scopes import OF_THE_ARTIFACT, OF_THE_ORGANIZATION, OFFICER
from designation.people.signers import holders
from designation.roles import Role, Side, SideRoles, on_side
from designation.web.access import Access, Rule, View, declare
from designation.web.actor import actor_of
from designation.web.reader import Reader
from workflow import clock
from workflow.guards import Actor
from workflow.models import Stateful
from workflow.steps import Step

OFFICERS = on_side(Side.GOVERNMENT, [OFFICER])
ADMINISTRATORS: SideRoles = frozenset(
    (str(side), str(Role.ADMINISTRATOR)) for side in (Side.DEVELOPER, Side.GOVERNMENT, Side.PARTNER)
)
PLACERS = OFFICERS | ADMINISTRATORS | on_side(Side.DEVELOPER, [Role.SECURITY_CONTACT])
"""The roles that place and see suspensions of people and organizations."""
OF_ARTIFACTS = OFFICERS | on_side(Side.DEVELOPER, OF_THE_ARTIFACT)
"""The roles that place suspensions of artifacts."""
SEES = (
    PLACERS
    | OF_ARTIFACTS
    | on_side(Side.GOVERNMENT, [Role.ROSTER_ADMINISTRATOR])
    | on_side(Side.PARTNER, [Role.PARTNER_ADMINISTRATOR])
)
"""The roles that may know of a suspension, if it concerns them."""


@dataclass
class SuspensionReader(Reader):
    """A person who reads the page of one suspension."""

    suspension: Any
    actor: Actor
    now: datetime

    def __post_init__(self) -> None:
        self.side = next((one.side for one in self.suspension.held_roles), "")

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the breadcrumbs to a page below the suspension's."""
        return [*self.above(), (self.suspension.number, reverse("suspension", args=[self.suspension.number]))]

    def above(self) -> list[tuple[str, str]]:
        """Return the breadcrumbs to the suspension's page: the list, for those who may open it."""
        roles = {(one.side, one.role) for one in self.suspension.held_roles}
        return [("Suspensions", reverse("suspensions"))] if roles & PLACERS else []

    def colleagues(self, subject: Stateful, step: Step) -> Sequence[Any]:
        """Return people of the reader's own side who might sign: the officers, or the organization's own people."""
        if any(one.role == OFFICER for one in self.suspension.held_roles):
            return holders([OFFICER])
        return holders(OF_THE_ORGANIZATION | OF_THE_ARTIFACT, organization=self.suspension.organization_id)


def for_suspension(view: View) -> View:
    """Turn a function of (request, reader, …) into a page for those who may know of the suspension."""

    @login_required
    @wraps(view)
    def shown(http: HttpRequest, number: str, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(http)
        rows = Suspension.visible_to(http.user.pk).select_related(
            "organization", "person", "artifact", "placed_by__office__organization"
        )
        row = rows.filter(number=number).first()
        if row is None:
            raise Http404
        return view(http, SuspensionReader(row, actor, clock.now()), *args, **kwargs)

    return declare(shown, Access(Rule.SUSPENSION, SEES))
