"""Shares: one artifact in one access window, with the window's copy of the artifact's key."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from designation.artifacts.lifecycle.share import ShareSteps
from designation.artifacts.models.artifact import Artifact
from designation.artifacts.models.in_window import InWindow
from designation.people.models import Person
from designation.windows.models import Window
from workflow.models import StateField
from workflow.steps import machine


@machine
class Share(ShareSteps, InWindow):
    """One artifact may be read in one window. Lives in the window's log.

    `wrapped_key` is the content's key under the window's key and the artifact's key. It is empty once the share ended.
    """

    READ_WITH = ("window__request__model", "window__request__policy", "window__terms", "artifact")
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
