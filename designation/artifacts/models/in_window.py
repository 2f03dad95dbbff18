"""What shares and credentials have in common: they belong to a window, and evaluators use them under their grants."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from designation.access.held_roles import in_matter
from designation.policies.models import Policy
from designation.windows.models import Grant
from workflow.guards import Actor
from workflow.models import Stateful
from workflow.sql.prepared_querysets import prepared_queryset


class InWindow(Stateful):
    """The base of machines that live in a window's log."""

    PARENT = "window"

    class Meta:
        abstract = True

    window: Any
    window_id: Any

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return in_matter(actor_id)

    @property
    def pinned_policy(self) -> Policy:
        """The policy version of its request."""
        policy: Policy = self.window.request.pinned_policy
        return policy

    def entry_sides(self) -> tuple[str, ...]:
        """Return the sides of the window."""
        sides: tuple[str, ...] = self.window.entry_sides()
        return sides

    def label_of(self, actor: Actor) -> str:
        """Evaluators act under the id of their grant, so that a pseudonym holds here too."""
        if actor.id is None:
            return actor.label
        grant = _grants_of(self.window_id, actor.id).first()
        return actor.label if grant is None else str(grant.pk)


@prepared_queryset(window=uuid.UUID, person=uuid.UUID)
def _grants_of(window: uuid.UUID, person: uuid.UUID) -> models.QuerySet[Grant]:
    """Return the grants of a person in a window, the one that has not ended first."""
    named = Grant.objects.filter(window=window, person=person)
    return named.order_by(models.Case(models.When(state="ended", then=1), default=0), "-pk")
