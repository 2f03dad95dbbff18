"""Access to the pages of the directory: roster administrators of the government, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from designation.roles import Role, Side, SideRoles, on_side
from designation.web.access import View, by_role
from designation.web.actor import actor_of
from designation.web.reader import Reader
from workflow import clock
from workflow.guards import Actor

KEEPS = on_side(Side.GOVERNMENT, [Role.ROSTER_ADMINISTRATOR])


@dataclass
class RosterReader(Reader):
    """A roster administrator who reads a page of the directory."""

    actor: Actor
    now: datetime
    held: SideRoles
    side: str = str(Side.GOVERNMENT)

    def context(self, _tab: str, /, **more: Any) -> dict[str, Any]:
        """Return the context that every page of the directory shows around its content."""
        return {"now": self.now, "crumbs": [("Directory", reverse("directory"))]} | more

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the breadcrumbs to a step's page."""
        return [("Directory", reverse("directory")), ("Imports", reverse("directory_imports"))]


def for_roster(view: Callable[..., HttpResponseBase]) -> View:
    """Turn a function of (request, reader, …) into a page for roster administrators."""

    @by_role(KEEPS)
    def shown(http: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        reader = RosterReader(actor_of(http), clock.now(), http.user.roles_held())
        return view(http, reader, *args, **kwargs)

    return shown
