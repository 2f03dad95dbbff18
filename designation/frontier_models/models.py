"""Models under development, with their variants, release plans and thirty days."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import OuterRef
from django.utils.dateparse import parse_datetime

from designation.frontier_models.guards import CLOCK_STARTS_ONCE, VARIANT_NEEDS_ENTRY
from designation.frontier_models.lifecycle import ModelSteps
from designation.people.held_roles import as_held_roles
from designation.people.models import Appointment, Organization
from workflow.models import StateField
from workflow.sql.prepared_querysets import prepared_queryset
from workflow.steps import machine

VARIANT_KINDS = (
    ("production", "Production"),
    ("checkpoint", "Checkpoint"),
    ("reduced_safeguards", "Reduced safeguards"),
)


class Readers(models.TextChoices):
    """Whom a developer lets read what it shares about a variant."""

    NAMED = "named", "Anyone who is named"
    US_PERSONS = "us_persons", "U.S. persons only"
    US_CITIZENS = "us_citizens", "U.S. citizens only"


@machine
class FrontierModel(ModelSteps):
    """A developer's system under a codename. It has its own matter, which only its developer can open."""

    FIXED = ("developer", "codename")

    developer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="models")
    codename = models.CharField(max_length=80)
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="registered_again")
    first_opened_at = models.DateTimeField(null=True)
    planned_partner_release_at = models.DateTimeField(null=True)
    planned_public_release_at = models.DateTimeField(null=True)
    state = StateField(ModelSteps.State)

    class Meta:
        ordering = ["codename"]
        constraints = [
            models.UniqueConstraint("developer", models.functions.Lower("codename"), name="model_codename"),
            CLOCK_STARTS_ONCE,
        ]

    def __str__(self) -> str:
        return self.codename

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return as_held_roles(Appointment.objects.held_in(OuterRef("developer"), by=actor_id))

    def log_ids(self) -> list[uuid.UUID]:
        """Return the logs that a step of the model locks.

        These are the logs of all its registrations and of their live requests, because a step may end those
        requests' windows.
        """
        requests = self.requests.model.objects.about(self).live()
        return [*self.registrations(), *requests.values_list("log_id", flat=True)]  # a model's log has its id

    @property
    def original(self) -> FrontierModel:
        """The first registration of the same model, which carries the thirty days."""
        return self.same_as or self

    @property
    def clock_started_at(self) -> datetime | None:
        """The instant at which the thirty days of this model began, under any of its registrations."""
        return self.original.first_opened_at

    @property
    def first_partner_release(self) -> datetime | None:
        """The earliest partner release that any registration of the same model plans. Every window ends by then."""
        releases = self.same_models().values_list("planned_partner_release_at", flat=True)
        return min((at for at in releases if at is not None), default=None)

    def same_models(self) -> models.QuerySet[FrontierModel]:
        """Return all registrations of the same model."""
        return self._registered_as(self.same_as_id or self.pk)

    @staticmethod
    @prepared_queryset(original=uuid.UUID)
    def _registered_as(original: uuid.UUID) -> models.QuerySet[FrontierModel]:
        return FrontierModel.objects.filter(models.Q(pk=original) | models.Q(same_as=original))

    def registrations(self) -> list[uuid.UUID]:
        """Return the ids of all registrations of the same model."""
        return list(self.same_models().values_list("pk", flat=True))

    @prepared_queryset("id")
    def all_variants(self) -> models.QuerySet[Variant]:
        """The variants of this registration, by name."""
        return self.variants.all()

    @prepared_queryset("id", "developer_id")
    def possible_originals(self) -> models.QuerySet[Any]:
        """Return the developer's other models that are not linked to an earlier registration themselves."""
        own = FrontierModel.objects.filter(developer=self.developer_id, same_as=None)
        return own.exclude(pk=self.pk)

    @staticmethod
    def as_instant(value: Any) -> datetime | None:
        """Return the instant that a form or the ledger wrote. Return None if it is not valid or has no time zone."""
        try:
            at = value if isinstance(value, datetime) or not value else parse_datetime(str(value))
        except ValueError:
            return None
        return at if at and at.tzinfo else None


class Variant(models.Model):
    """A checkpoint or configuration of a model."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    model = models.ForeignKey(FrontierModel, on_delete=models.PROTECT, related_name="variants")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=VARIANT_KINDS)
    weights_digest = models.CharField(max_length=64, blank=True)
    readers = models.CharField(max_length=12, choices=Readers, default=Readers.NAMED)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("model", models.functions.Lower("name"), name="variant_name"),
            VARIANT_NEEDS_ENTRY,
        ]

    def __str__(self) -> str:
        kind: str = self.get_kind_display()
        return self.name if self.name.lower() == kind.lower() else f"{self.name} ({kind.lower()})"
