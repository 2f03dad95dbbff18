"""Suspensions of people, organizations and artifacts."""

from __future__ import annotations

import uuid
from collections.abc import Container, Iterator
from typing import Any

from django.db import models
from django.db.models import Exists, Func, OuterRef, Q, QuerySet

from designation.artifacts.models import Artifact, Share
from designation.content.numbers import random_number
from designation.insider_risk import masks, reach
from designation.insider_risk.lifecycle import SuspensionSteps
from designation.insider_risk.scopes import (
    CAN_LEAVE,
    OF_THE_ARTIFACT,
    OF_THE_ORGANIZATION,
    OFFICER,
    PlacedAs,
    Scope,
)
from designation.partners.models import Partner
from designation.people.held_roles import as_held_roles_despite_suspensions
from designation.people.models import Appointment, Organization, Person
from designation.roles import Role, Side
from designation.windows.lifecycle.states import LIVE
from designation.windows.models import Grant
from workflow.guards import HeldRole
from workflow.models import StateField, Stateful
from workflow.steps import machine

ACTIVE = Q(state="active")
PLACERS = (OFFICER, *sorted(OF_THE_ORGANIZATION))


def new_number() -> str:
    """Return a number for a suspension. It tells nothing about how many there are."""
    return random_number("SU")


@machine
class Suspension(SuspensionSteps):
    """One suspension. Root of a matter of its own.

    `person` or `artifact` is what it covers; without either, it covers the whole `organization`. `organization` is the
    one concerned: the person's, or the artifact's developer. `placed_as` says whether an insider-risk officer placed it
    or the organization itself, and so who can lift it.
    """

    READ_WITH = ("organization", "person", "artifact")
    FIXED = (
        *("number", "scope", "person", "artifact", "organization", "reason"),
        *("placed_by", "placed_as", "placed_at"),
    )

    number = models.CharField(max_length=12, unique=True, default=new_number, editable=False)
    scope = models.CharField(max_length=12, choices=Scope)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="suspensions")
    artifact = models.ForeignKey(Artifact, null=True, on_delete=models.PROTECT, related_name="suspensions")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="suspensions")
    placed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    placed_as = models.CharField(max_length=12, choices=PlacedAs)
    placed_at = models.DateTimeField()
    reason = models.CharField(max_length=4000)
    lifted_at = models.DateTimeField(null=True)
    state = StateField(SuspensionSteps.State)

    class Meta:
        ordering = ["-placed_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="suspension_covers_one_thing",
                condition=Q(scope="person", person__isnull=False, artifact__isnull=True)
                | Q(scope="artifact", person__isnull=True, artifact__isnull=False)
                | Q(scope="organization", person__isnull=True, artifact__isnull=True),
            ),
            models.CheckConstraint(
                name="suspension_lifted_at_an_instant",
                condition=~Q(state="lifted") | Q(lifted_at__isnull=False),
            ),
            models.CheckConstraint(name="suspension_has_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                name="suspension_one_active",
                fields=["scope", "organization", "person", "artifact", "placed_as"],
                condition=ACTIVE,
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(name="suspension_of_person", fields=["person"], condition=ACTIVE),
            models.Index(name="suspension_of_artifact", fields=["artifact"], condition=ACTIVE),
            models.Index(
                name="suspension_of_organization",
                fields=["organization"],
                condition=Q(state="active", scope="organization"),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        held = Appointment.objects.held_by(actor_id)
        known = reach.known_to_officer(actor_id).filter(pk=OuterRef(OuterRef("organization")))
        takes_part = reach.takes_part(OuterRef(OuterRef("artifact__log")), actor_id)
        own = Q(organization=OuterRef("organization"))
        of_people = held.filter(~Exists(Artifact.objects.filter(pk=OuterRef(OuterRef("artifact")))))
        one_person = Partner.objects.filter(organization=OuterRef(OuterRef("organization")), size="one")
        alone = Appointment.objects.in_effect_unless_suspended().filter(
            own, Exists(one_person), person=actor_id
        )
        lists = (
            of_people.filter(own, role__in=OF_THE_ORGANIZATION),
            of_people.filter(Exists(known), role=OFFICER),
            held.filter(own, takes_part, role__in=OF_THE_ARTIFACT),
            held.filter(takes_part, role=OFFICER),
            alone.filter(role=Role.PARTNER_ADMINISTRATOR),
            held.filter(Exists(one_person), role=Role.ROSTER_ADMINISTRATOR),
        )
        return Func(
            *map(as_held_roles_despite_suspensions, lists),
            template="(%(expressions)s)",
            arg_joiner=" || ",
            output_field=models.JSONField(),
        )

    @classmethod
    def roles_at_large(cls, actor_id: uuid.UUID) -> tuple[HeldRole, ...]:
        return Appointment.objects.held_by(actor_id).filter(role__in=PLACERS).as_roles()

    @classmethod
    def visible_to(cls, person: uuid.UUID) -> QuerySet[Suspension]:
        """Return the suspensions that a person may know of, with the roles in which they do."""
        rows: QuerySet[Suspension] = cls.with_roles(person).exclude(roles_json=[])
        return rows.annotate(is_masked=masks.applies())

    def entry_sides(self) -> tuple[str, ...]:
        """Return the government's side, whose officers act on suspensions, and that of the organization concerned."""
        return (Side.GOVERNMENT, self.organization.side)

    def log_ids(self) -> list[uuid.UUID]:
        """Return its own log, and those of the windows in which it stops access, with the logs above those."""
        own = [] if self.log_id is None else [self.log_id]
        return [*own, *(log for one in self._stops() for log in one.log_ids())]

    def stopped_in(self, logs: Container[uuid.UUID]) -> Iterator[Stateful]:
        """Yield the grants, or the shares, whose access it stops in these logs, in the order of the logs."""
        yield from (one for one in self._stops() if one.log_id in logs)

    def _stops(self) -> QuerySet[Any]:
        """Return the grants or shares in live windows that it covers, in the order of their logs."""
        if self.scope == Scope.ARTIFACT:
            rows = Share.objects.filter(artifact=self.artifact_id, state="active")
        else:
            whom = (
                Q(person=self.person_id)
                if self.person_id
                else Q(person__office__organization=self.organization_id)
            )
            rows = Grant.objects.filter(whom, state__in=["concurred", "active", "suspended"])
        rows = rows.filter(window__state__in=LIVE).select_related("window__request")
        return rows.order_by("log_id", "pk")

    def twin(self) -> Suspension | None:
        """Return another active suspension of the same thing that was placed for the same side."""
        same = Suspension.objects.filter(
            ACTIVE,
            scope=self.scope,
            person=self.person_id,
            artifact=self.artifact_id,
            organization=self.organization_id,
            placed_as=self.placed_as,
        )
        return same.exclude(pk=self.pk).first()

    def may_be_placed_by(self, person: uuid.UUID | None) -> bool:
        """Whether a person may know of, and suspend, the person or organization that this covers."""
        if self.person_id is not None:
            return reach.people_of(person).filter(pk=self.person_id).exists()
        return reach.organizations_of(person).filter(pk=self.organization_id).exists()

    def leaves_someone_who_can_leave(self) -> bool:
        """Whether somebody at a developer can still withdraw its requests once this person is suspended."""
        if self.organization.side != Side.DEVELOPER:
            return True
        able = Appointment.objects.in_effect().filter(organization=self.organization_id, role__in=CAN_LEAVE)
        return not able.filter(person=self.person_id).exists() or able.exclude(person=self.person_id).exists()

    def is_of_one_person(self) -> bool:
        """Whether it covers a partner of one person, or that person."""
        if self.scope == Scope.ARTIFACT:
            return False
        return Partner.objects.filter(organization=self.organization_id, size="one").exists()
