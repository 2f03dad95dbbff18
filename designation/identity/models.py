"""Counts of attempts (to sign in, to reauthenticate, to submit), and resets of how somebody signs in."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models import OuterRef, Q

from designation.identity.lifecycle import FactorResetSteps
from designation.people.held_roles import as_held_roles
from designation.people.models import Appointment, Organization, Person
from workflow.models import StateField
from workflow.steps import machine


class Attempts(models.Model):
    """One count, with its key and its expiry. It is in the database, so a restart of Redis does not lose it."""

    key = models.CharField(max_length=300, primary_key=True)
    value = models.JSONField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


@machine
class FactorReset(FactorResetSteps):
    """A request to remove every passkey, app and recovery code of a person. Part of the organization's matter."""

    READ_WITH = ("organization",)
    FIXED = ("organization", "person", "reason", "asked_by")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = StateField(FactorResetSteps.State)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="factor_reset_one_asked", fields=["person"], condition=Q(state="asked")
            )
        ]

    def __str__(self) -> str:
        return f"Reset of how {self.person} signs in"

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return as_held_roles(Appointment.objects.held_in(OuterRef("organization"), by=actor_id))

    def others_asked(self) -> models.QuerySet[FactorReset]:
        """Return other resets of the person that wait for signatures."""
        return FactorReset.objects.filter(person=self.person_id, state="asked").exclude(pk=self.pk)

    def has_ways(self) -> bool:
        """Whether the person has a passkey, an app or recovery codes."""
        return Authenticator.objects.filter(user=self.person_id).exists()
