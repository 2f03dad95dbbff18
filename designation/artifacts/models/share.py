"""Shares: one artifact in one access window, with the window's copy of the artifact's key."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from designation.access.held_roles import in_matter
from designation.artifacts.lifecycle.share import ShareSteps
from designation.artifacts.models.artifact import Artifact
from designation.people.models import Person
from designation.policies.models import Policy
from designation.windows.models import Grant, Window
from workflow.guards import Actor
from workflow.models import StateField
from workflow.sql.prepared_querysets import prepared_queryset
from workflow.steps import machine


@machine
class Share(ShareSteps):
    """One artifact may be read in one window. Lives in the window's log.

    `wrapped_key` is the content's key under the window's key and the artifact's key. It is empty once the share ended.
    """

    READ_WITH = ("window__request__model", "window__request__policy", "window__terms", "artifact")
    PARENT = "window"
    FIXED = ("window", "artifact", "shared_by", "shared_at")

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="shares")
    artifact = models.ForeignKey(Artifact, on_delete=models.PROTECT, related_name="shares")
    wrapped_key = models.BinaryField()
    shared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()
    state = StateField(ShareSteps.State)

    class Meta:
        ordering = ["shared_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="share_one_live_per_window", fields=["window", "artifact"], condition=Q(state="active")
            ),
            models.CheckConstraint(
                name="share_ended_without_key", condition=~Q(state="ended") | Q(wrapped_key=b"")
            ),
        ]

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return in_matter(actor_id)

    @property
    def pinned_policy(self) -> Policy:
        """The policy version of its request."""
        return self.window.request.pinned_policy

    def label_of(self, actor: Actor) -> str:
        """Evaluators read under the id of their grant, so that a pseudonym holds here too."""
        if actor.id is None:
            return actor.label
        grant = grants_of(self.window_id, actor.id).first()
        return actor.label if grant is None else str(grant.pk)


@prepared_queryset(window=uuid.UUID, person=uuid.UUID)
def grants_of(window: uuid.UUID, person: uuid.UUID) -> models.QuerySet[Grant]:
    """Return the grants of a person in a window, the one that has not ended first."""
    named = Grant.objects.filter(window=window, person=person)
    return named.order_by(models.Case(models.When(state="ended", then=1), default=0), "-pk")
