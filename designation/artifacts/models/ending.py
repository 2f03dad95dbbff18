"""What follows the end of a window: the destruction certificate, and the attestations of those who read."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Func, OuterRef

from designation.access.held_roles import in_matter
from designation.artifacts.lifecycle.attestation import AttestationSteps
from designation.artifacts.lifecycle.destruction import DestructionSteps
from designation.people.held_roles import as_held_roles
from designation.people.models import Appointment
from designation.roles import Role
from designation.windows.models import Grant, Window
from workflow.guards import Actor
from workflow.models import StateField
from workflow.steps import machine


@machine
class Destruction(DestructionSteps):
    """The certificate of the destruction of a window's keys. Lives in the window's log.

    `certificate` is canonical JSON, `signature` the hexadecimal ML-DSA-87 signature of it (`vault/certificate.py`).
    """

    READ_WITH = ("window__request__model", "window__request__policy")
    PARENT = "window"
    FIXED = ("window", "at", "certificate", "signature")

    window = models.OneToOneField(Window, on_delete=models.PROTECT, related_name="destruction")
    at = models.DateTimeField()
    certificate = models.CharField(max_length=1_000_000)
    signature = models.CharField(max_length=10_000)
    state = StateField(DestructionSteps.State)

    def entry_sides(self) -> tuple[str, ...]:
        """Return the sides of the window."""
        sides: tuple[str, ...] = self.window.entry_sides()
        return sides

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return in_matter(actor_id)


@machine
class Attestation(AttestationSteps):
    """One person who opened what was shared in a window states that they keep nothing. Lives in the window's log.

    The person attests although their part in the window has ended.
    """

    READ_WITH = ("window__request__model", "window__request__policy", "grant__person__office")
    PARENT = "window"
    FIXED = ("window", "grant")

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="attestations")
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="attestation")
    state = StateField(AttestationSteps.State)

    def entry_sides(self) -> tuple[str, ...]:
        """Return the sides of the window."""
        sides: tuple[str, ...] = self.window.entry_sides()
        return sides

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        held = Appointment.objects.held_by(actor_id).filter(role__in=[Role.EVALUATOR, Role.PARTNER_EVALUATOR])
        own = as_held_roles(held.filter(person=OuterRef("grant__person")))
        return Func(
            in_matter(actor_id),
            own,
            template="(%(expressions)s)",
            arg_joiner=" || ",
            output_field=models.JSONField(),
        )

    def label_of(self, actor: Actor) -> str:
        """The person attests under the id of their grant, so that a pseudonym holds here too."""
        return str(self.grant_id) if actor.id == self.grant.person_id else actor.label

    def names_for(self, side: str) -> Mapping[uuid.UUID, str]:
        """What people of a side call the person."""
        return self.grant.names_for(side)
