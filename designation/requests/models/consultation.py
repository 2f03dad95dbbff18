"""Offices that are asked about a request before an outcome is recommended."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from designation.access.held_roles import in_matter
from designation.people.models import Office, Person
from designation.policies.models import Policy
from designation.requests.lifecycle.consultation import ConsultationSteps
from designation.requests.models.request import Request
from workflow.models import StateField
from workflow.steps import machine


@machine
class Consultation(ConsultationSteps):
    """One office asked about one request. Lives in the request's matter."""

    READ_WITH = ("request__model", "request__policy")
    PARENT = "request"
    FIXED = ("request", "office")

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="consultations")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    state = StateField(ConsultationSteps.State)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="consultation_one_open_per_office",
                fields=["request", "office"],
                condition=Q(state="open"),
            )
        ]

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return in_matter(actor_id)

    @property
    def pinned_policy(self) -> Policy:
        """The policy version of its request."""
        return self.request.pinned_policy
