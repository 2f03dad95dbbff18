"""Who takes part in a matter and who sees it.

`Party` is the one table from which lists, counts, search and access are read. `Involvement` and `Recusal` say why.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef

from designation.access.capacities import Capacity
from designation.people.models import Appointment, Office, Organization, Person
from designation.roles import Role, Side
from workflow.sql.triggers import OnlyGrows


class Involvement(models.Model):
    """An organization, or one office, person or appointment of it, takes part in a matter in a capacity."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    matter = models.UUIDField()
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(
        Appointment,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    capacity = models.CharField(max_length=12, choices=Capacity)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="involvement_once",
                fields=["matter", "organization", "office", "person", "appointment", "capacity"],
                nulls_distinct=False,
            )
        ]


class Party(models.Model):
    """One person may see one matter, in the roles that count there. Written by `access.parties` alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    matter = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    side = models.CharField(max_length=12, choices=Side)
    roles = ArrayField(models.CharField(max_length=30), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(name="party_once", fields=["matter", "person"])]
        indexes = [models.Index(name="party_person", fields=["person", "matter"])]

    @classmethod
    def in_effect(cls, matter: uuid.UUID, roles: Iterable[str] | None = None) -> models.QuerySet[Party]:
        """Return the parties to a matter who hold one of these roles there (or any) at this moment."""
        held = Appointment.objects.in_effect().filter(person=OuterRef("person"))
        if roles is not None:
            held = held.filter(role__in=sorted(roles))
        return cls.objects.filter(matter=matter, roles__overlap=held.values("role"))

    @classmethod
    def of(cls, person: uuid.UUID | None) -> models.QuerySet[Party]:
        """Return the matters of one person as their roles count at this moment, also where the clock lags behind."""
        held = Appointment.objects.in_effect().filter(person=person)
        return cls.objects.filter(person=person, roles__overlap=held.values("role"))

    @classmethod
    def beyond_evaluating(cls, person: uuid.UUID | None) -> models.QuerySet[Party]:
        """Return those of a person's matters in which they see more than the windows that they evaluate in."""
        return cls.of(person).exclude(roles=[Role.EVALUATOR])


class Recusal(models.Model):
    """A person stays out of a matter, everywhere; written by the step `recuse`, never removed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    matter = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="recusal_once", fields=["matter", "person"]),
            OnlyGrows(name="recusals_never_change"),
        ]
