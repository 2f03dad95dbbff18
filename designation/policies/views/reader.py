"""Access to the policy pages. Government people and policy editors may read them; everyone else gets a 404."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from designation.people.signers import holders
from designation.policies.models import Policy
from designation.roles import GOVERNMENT_ROLES, Role, Side, SideRoles, on_side
from designation.web.access import Access, Rule, View, declare
from designation.web.actor import actor_of
from designation.web.reader import Reader
from workflow import clock
from workflow.guards import Actor
from workflow.models import Stateful
from workflow.steps import Step

EDITS = on_side(Side.GOVERNMENT, [Role.POLICY_EDITOR])
READS = on_side(Side.GOVERNMENT, GOVERNMENT_ROLES) | EDITS


@dataclass
class PolicyReader(Reader):
    """A reader of policies, with the roles that they hold now."""

    actor: Actor
    now: datetime
    held: SideRoles

    @property
    def edits(self) -> bool:
        """Whether the reader may write and sign policy versions."""
        return not EDITS.isdisjoint(self.held)

    def colleagues(self, subject: Stateful, step: Step) -> Sequence[Any]:
        """Return the people who hold a role that may take the step, by name."""
        return holders(step.who)

    def context(self, _tab_name: str, /, **more: Any) -> dict[str, Any]:
        """Return the context that every policy page shows around its content."""
        return {"now": self.now, "edits": self.edits, "crumbs": [("Policies", reverse("policies"))]} | more


def for_policy_people(roles: SideRoles) -> Callable[[View], View]:
    """Turn a function of (request, reader, …) into a page for people who hold one of these roles.

    Anyone else gets 404.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def shown(http: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            held = http.user.roles_held()
            if roles.isdisjoint(held):
                raise Http404
            return view(http, PolicyReader(actor_of(http), clock.now(), held), *args, **kwargs)

        return declare(shown, Access(Rule.ROLE, roles))

    return decorate


def version(reader: PolicyReader, number: int) -> tuple[Any, Any]:
    """Return a version with the reader's roles, and the version put into force before it, or None.

    Raises: Http404, if there is no such version.
    """
    rows = Policy.with_roles(reader.actor.id).select_related("author").order_by("-number")
    found = rows.filter(number__lte=number).exclude(state__in=["draft", "discarded"], number__lt=number)[:2]
    if not found or found[0].number != number:
        raise Http404
    return found[0], found[1] if len(found) > 1 else None
