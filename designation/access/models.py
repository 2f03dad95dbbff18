"""Who takes part in a matter, and who may see it.

`Party` is the one table that decides access. Lists, counts and search read it too. `Involvement` and
`Recusal` record the reasons for its rows.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL

from designation.access.capacities import Capacity
from designation.access.guards import log_of_organization, logs_of_request
from designation.access.permissions import READING
from designation.people.models import Appointment, Office, Organization, Person
from designation.roles import Side
from workflow import clock
from workflow.sql.log_entries import NeedsLogEntry
from workflow.sql.prepared_querysets import prepared_queryset
from workflow.sql.triggers import OnlyGrows


class Involvement(models.Model):
    """An organization, or one office, person or appointment of it, that takes part in a matter in a capacity."""

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
            ),
            NeedsLogEntry(name="involvement_entry", logs=logs_of_request("r.matter")),
        ]


class Party(models.Model):
    """A person who may see a matter, with the roles that count there. Only `access.parties` writes this table."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    matter = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    side = models.CharField(max_length=12, choices=Side)
    roles = ArrayField(models.CharField(max_length=30), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="party_once", fields=["matter", "person"]),
            NeedsLogEntry(
                name="party_entry",
                logs=[*logs_of_request("r.matter"), log_of_organization("r.person_id")],
                changes=["side", "roles"],
            ),
        ]
        indexes = [models.Index(name="party_person", fields=["person", "matter"])]

    @classmethod
    def in_effect(cls, matter: uuid.UUID, roles: Iterable[str] | None = None) -> models.QuerySet[Party]:
        """Return the parties who hold one of these roles in the matter now. Without `roles`, any role counts."""
        held = Appointment.objects.in_effect().filter(person=OuterRef("person"))
        if roles is not None:
            held = held.filter(role__in=sorted(roles))
        return cls.objects.filter(matter=matter, roles__overlap=held.values("role"))

    @classmethod
    def of(cls, person: uuid.UUID | None) -> models.QuerySet[Party]:
        """Return the matters in which one of the person's roles counts now and lets them know of the matter.

        The database clock decides, so a role past its end does not count even if no worker has ended it yet.
        """
        held = Appointment.objects.held_by(person).among(READING)
        return cls.objects.filter(person=person, roles__overlap=held.values("role"))

    @classmethod
    @prepared_queryset(person=uuid.UUID, matter=uuid.UUID)
    def at(cls, person: uuid.UUID | None, matter: uuid.UUID) -> models.QuerySet[Party]:
        """Return one matter if the person may know of it now, as `of` does."""
        return cls.of(person).filter(matter=matter)


class FormerParty(models.Model):
    """A person who took part in a matter and no longer does. Only `access.parties` writes this table.

    For `SHOWN_FOR` they still find a page that says what ended, when, and what they owe. The recused find nothing.
    """

    SHOWN_FOR = timedelta(days=30)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    matter = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=12, choices=Side)
    ended_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="former_party_once", fields=["matter", "person"]),
            NeedsLogEntry(
                name="former_party_entry",
                logs=[*logs_of_request("r.matter"), log_of_organization("r.person_id")],
                changes=["side", "ended_at"],
            ),
        ]

    @property
    def shown_until(self) -> datetime:
        """When the page that says what ended goes."""
        return self.ended_at + self.SHOWN_FOR

    @classmethod
    def of(cls, person: uuid.UUID) -> models.QuerySet[FormerParty]:
        """Return the parts that a person no longer has, while their pages are shown, by the database's clock."""
        since = RawSQL(f"{clock.sql()} - %s", [cls.SHOWN_FOR], output_field=models.DateTimeField())
        again = Party.of(person).filter(matter=OuterRef("matter"))
        recused = Recusal.objects.filter(matter=OuterRef("matter"), person=person)
        return cls.objects.filter(~Exists(again), ~Exists(recused), person=person, ended_at__gt=since)


class Recusal(models.Model):
    """A person's permanent recusal from a request and everything under it, or from one selection and its early access.

    The steps named `recuse` write it. It is never removed. `matter` is the id of the request, or of the selection or
    the early access.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    matter = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="recusal_once", fields=["matter", "person"]),
            OnlyGrows(name="recusals_never_change"),
            NeedsLogEntry(name="recusal_entry", logs=logs_of_request("r.matter")),
        ]
