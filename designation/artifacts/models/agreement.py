"""Agreements that a developer attaches to a request's artifacts, in versions, and who accepted which."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Max, Q

from designation.access.held_roles import in_matter
from designation.artifacts.agreement_text import TEXT_LENGTH, TITLE_LENGTH, as_file
from designation.artifacts.lifecycle.agreement import AcceptanceSteps, AgreementSteps
from designation.artifacts.models.in_window import InWindow
from designation.people.models import Person
from designation.policies.models import Policy
from designation.requests.models import Request
from designation.windows.models import Grant, Window
from workflow.models import StateField
from workflow.steps import machine


@machine
class Agreement(AgreementSteps):
    """One version of an agreement, kept whole for good. Lives in the request's log.

    `digest` is the SHA-384 of title and text (`agreement_text.digest`). Only versions that come into force get a
    `number`, so that the government does not learn how many were discarded.
    """

    READ_WITH = ("request__model", "request__policy")
    PARENT = "request"
    FIXED = ("request", "title", "text", "digest", "written_by", "written_at")

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField(null=True)
    title = models.CharField(max_length=TITLE_LENGTH)
    text = models.CharField(max_length=TEXT_LENGTH)
    digest = models.CharField(max_length=96)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    state = StateField(AgreementSteps.State)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.UniqueConstraint(name="agreement_number", fields=["request", "number"]),
            models.UniqueConstraint(
                name="agreement_one_draft", fields=["request"], condition=Q(state="draft")
            ),
            models.CheckConstraint(
                name="agreement_in_force_with_number",
                condition=Q(state__in=["draft", "discarded"], number=None, in_force_at=None)
                | Q(
                    state__in=["in_force", "replaced", "withdrawn"],
                    number__isnull=False,
                    in_force_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return in_matter(actor_id)

    @property
    def pinned_policy(self) -> Policy:
        """The policy version of its request."""
        return self.request.pinned_policy

    @property
    def was_in_force(self) -> bool:
        """Whether this version is or was in force. The government knows of it only then."""
        return self.number is not None

    @property
    def as_file(self) -> bytes:
        """The text as a file, whose SHA-384 digest is the agreement's."""
        return as_file(self.title, self.text)

    def next_number(self) -> int:
        """Return the number of the next version. Only versions that come into force have one."""
        others = Agreement.objects.filter(request=self.request_id)
        return (others.aggregate(last=Max("number"))["last"] or 0) + 1


@machine
class Acceptance(AcceptanceSteps, InWindow):
    """One evaluator accepted one version of an agreement. Lives in the window's log, and never changes.

    `shown_at` is when the page that the person accepted on showed them the text.
    """

    READ_WITH = ("window__request__model", "window__request__policy", "grant", "agreement")
    FIXED = ("window", "grant", "agreement", "digest", "shown_at", "accepted_at")

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="acceptances")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="acceptances")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="acceptances")
    digest = models.CharField(max_length=96)
    shown_at = models.DateTimeField()
    accepted_at = models.DateTimeField()
    state = StateField(AcceptanceSteps.State)

    class Meta:
        ordering = ["accepted_at", "id"]
        constraints = [
            models.UniqueConstraint(name="acceptance_once", fields=["agreement", "grant"]),
        ]
