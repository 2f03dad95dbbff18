"""Eligibility records of people."""

from __future__ import annotations

import unicodedata
import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from designation.content.folding import FoldedField
from designation.content.numbers import random_number
from designation.eligibility.kinds import KEEPERS, Kind, Value
from designation.eligibility.lifecycle import RecordSteps
from designation.people.held_roles import as_held_roles
from designation.people.models import Appointment, Organization, Person
from designation.roles import Role, Side
from designation.windows.lifecycle.states import LIVE
from designation.windows.models import Grant
from workflow import clock
from workflow.guards import HeldRole
from workflow.models import StateField
from workflow.steps import machine


def new_number() -> str:
    """Return a number for a record. It tells nothing about how many there are."""
    return random_number("EL")


def normal_reference(text: str) -> str:
    """Return a reference as it is compared: its letters and digits, in upper case, in compatible form."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).upper() if one.isalnum())


@machine
class EligibilityRecord(RecordSteps):
    """What was seen about one person, such as a training certificate. Root of a matter of its own.

    `value` says which of several things it says, `reference` names it elsewhere, `evidence` says what was seen and
    where it is kept. `with_whom` names the developer that a conflict is with. `normal` and `with_folded` are the
    reference and that name as they are compared.
    """

    READ_WITH = ("organization", "person")
    FIXED = (
        *("number", "kind", "value", "reference", "normal", "evidence", "person", "organization"),
        *("with_whom", "with_folded", "expires_at", "entered_by"),
    )

    number = models.CharField(max_length=12, unique=True, default=new_number, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    value = models.CharField(max_length=12, choices=Value, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    normal = models.CharField(max_length=480, blank=True)
    evidence = models.CharField(max_length=2000)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="eligibility")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    with_whom = models.CharField(max_length=160, blank=True)
    with_folded = FoldedField(of="with_whom")
    expires_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    verified_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    state = StateField(RecordSteps.State)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(
                name="eligibility_two_people",
                condition=~Q(verified_by=models.F("entered_by")) & ~Q(verified_by=models.F("person")),
            ),
            models.CheckConstraint(
                name="eligibility_verified_by_someone",
                condition=~Q(state__in=["verified", "expired", "ended"]) | Q(verified_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="eligibility_verified", fields=["person", "kind"], condition=Q(state="verified")
            ),
            models.Index(name="eligibility_identity", fields=["normal"], condition=Q(kind="identity")),
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        own = Q(organization=OuterRef("organization"), role__in=KEEPERS)
        partner = Organization.objects.filter(pk=OuterRef(OuterRef("organization")), side=Side.PARTNER)
        roster = Q(Exists(partner), role=Role.ROSTER_ADMINISTRATOR)
        return as_held_roles(Appointment.objects.held_by(actor_id).filter(own | roster))

    @classmethod
    def roles_at_large(cls, actor_id: uuid.UUID) -> tuple[HeldRole, ...]:
        return Appointment.objects.held_by(actor_id).filter(role__in=KEEPERS).as_roles()

    @classmethod
    def visible_to(cls, person: uuid.UUID) -> QuerySet[EligibilityRecord]:
        """Return the records that a person keeps or verifies, with the roles in which they do."""
        rows: QuerySet[EligibilityRecord] = cls.with_roles(person).exclude(roles_json=[])
        return rows

    @classmethod
    def counting(cls, now: Any = None) -> QuerySet[EligibilityRecord]:
        """Return the records that count at an instant: verified and not expired. By default, the database's present."""
        at = RawSQL(clock.sql(), [], output_field=DateTimeField()) if now is None else now
        return cls.objects.filter(Q(expires_at=None) | Q(expires_at__gt=at), state="verified")

    def entry_sides(self) -> tuple[str, ...]:
        """Return the side of the person's organization and, for a partner, also the government, which verifies."""
        own = self.organization.side
        return (own, Side.GOVERNMENT) if own == Side.PARTNER else (own,)

    def log_ids(self) -> list[uuid.UUID]:
        """Return its own log, and those of the windows in which it may stop the person's access, with those above."""
        own = [] if self.log_id is None else [self.log_id]
        return [*own, *(log for grant in self._grants() for log in grant.log_ids())]

    def grants_it_stops(self) -> list[Any]:
        """Return the person's grants in live windows whose access the present step may stop, in the order of the logs.

        Verifying stops access only through a conflict, and ending through any other record.
        """
        is_conflict = self.kind == Kind.CONFLICT
        stops = is_conflict if self.state == self.State.VERIFIED else not is_conflict
        return list(self._grants()) if stops else []

    def _grants(self) -> QuerySet[Any]:
        rows = Grant.objects.filter(
            person=self.person_id, state__in=["concurred", "active", "suspended"], window__state__in=LIVE
        )
        return rows.select_related("window__request").order_by("log_id", "pk")

    def others_of_this_identity(self) -> list[Person]:
        """Return the other people for whom the same identity is recorded."""
        same = EligibilityRecord.objects.filter(kind=Kind.IDENTITY, normal=self.normal)
        same = same.exclude(person=self.person_id).exclude(state="declined")
        return list(Person.objects.filter(pk__in=same.values("person")))

    @property
    def is_of_a_partner(self) -> bool:
        """Whether it is about somebody of a trusted partner."""
        return bool(self.organization.side == Side.PARTNER)

    def is_over_at(self, now: datetime) -> bool:
        """Whether the record expired by an instant."""
        return self.expires_at is not None and self.expires_at <= now

    def in_words(self) -> str:
        """Return what the record says, such as "Security clearance: Secret"."""
        said = self.get_value_display() if self.value else ""
        with_whom = f", {self.with_whom}" if self.with_whom else ""
        return f"{self.get_kind_display()}{': ' if said else ''}{said}{with_whom}"
