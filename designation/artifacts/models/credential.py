"""Credentials of hosted endpoints, encrypted like everything else that is shared in a window."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from designation.artifacts.lifecycle.credential import CredentialSteps
from designation.artifacts.models.in_window import InWindow
from designation.windows.models import Grant, Window
from workflow.models import StateField
from workflow.steps import machine


@machine
class Credential(CredentialSteps, InWindow):
    """One credential of a hosted endpoint. Lives in the window's log.

    `grant` names the one evaluator it is for; without it, it is for all of them. `encrypted` is the secret under a
    content key, which `wrapped_key` holds under the window's key and the credential's own.
    """

    READ_WITH = ("window__request__model", "window__request__policy", "window__terms", "grant")
    FIXED = ("window", "label", "address", "grant")

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="credentials")
    label = models.CharField(max_length=120)
    address = models.CharField(max_length=500, blank=True)
    grant = models.ForeignKey(Grant, null=True, on_delete=models.PROTECT, related_name="credentials")
    encrypted = models.BinaryField()
    wrapped_key = models.BinaryField()
    state = StateField(CredentialSteps.State)

    class Meta:
        ordering = ["label", "id"]
        constraints = [
            models.CheckConstraint(
                name="credential_ended_without_secret",
                condition=Q(state="active") | Q(encrypted=b"", wrapped_key=b""),
            ),
        ]
