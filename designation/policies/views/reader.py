"""Access to the policy pages. Government people and policy editors may read them; everyone else gets a 404."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from designation.people.models import Appointment
from designation.policies.models import Policy
from designation.roles import GOVERNMENT_ROLES, Role, Side
from designation.web.actor import actor_of
from designation.web.reader import Reader
from workflow import clock
from workflow.guards import Actor

READS = tuple(GOVERNMENT_ROLES | {Role.POLICY_EDITOR})


@dataclass
class PolicyReader(Reader):
    """A reader of policies. `held` are their roles that give access to these pages."""

    actor: Actor
    now: datetime
    held: frozenset[str]

    @property
    def edits(self) -> bool:
        """Whether the reader may write and sign policy versions."""
        return Role.POLICY_EDITOR in self.held

    def context(self, _tab_name: str, /, **more: Any) -> dict[str, Any]:
        """Return the context that every policy page shows around its content."""
        return {"now": self.now, "edits": self.edits, "crumbs": [("Policies", reverse("policies"))]} | more


def reader_of(http: HttpRequest) -> PolicyReader:
    """Return the reader. Raises: Http404, unless they are a government person or a policy editor."""
    actor = actor_of(http)
    held = Appointment.objects.held_by(actor.id).filter(role__in=READS, organization__side=Side.GOVERNMENT)
    mine = frozenset(held.values_list("role", flat=True))
    if not mine:
        raise Http404
    return PolicyReader(actor, clock.now(), mine)


def version(reader: PolicyReader, number: int) -> tuple[Any, Any]:
    """Return a version with the reader's roles, and the version put into force before it, or None.

    Raises: Http404, if there is no such version.
    """
    rows = Policy.with_roles(reader.actor.id).select_related("author").order_by("-number")
    found = rows.filter(number__lte=number).exclude(state__in=["draft", "discarded"], number__lt=number)[:2]
    if not found or found[0].number != number:
        raise Http404
    return found[0], found[1] if len(found) > 1 else None
