"""People, their organizations and offices, the roles they hold, and the invitations that bring them in.

A person belongs to one office of one organization. Roles are appointments and are checked each time they are
used. A delegation is an appointment that is based on another appointment and cites its instrument. No account
has built-in privileges.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import OuterRef, Q

from designation.content.folding import Named
from designation.content.names import mailbox
from designation.people import suspended
from designation.people.guards import OFFICE_NEEDS_ENTRY, SITE_NEEDS_ENTRY
from designation.people.held_roles import as_held_roles
from designation.people.in_effect import in_effect, in_effect_unless_suspended
from designation.people.lifecycle.appointment import AppointmentSteps
from designation.people.lifecycle.invitation import InvitationSteps
from designation.people.lifecycle.organization import OrganizationSteps
from designation.people.sensitive_roles import sensitive_roles
from designation.roles import Role, Side, SideRoles
from workflow.guards import HeldRole
from workflow.models import StateField
from workflow.sql.prepared_querysets import prepared_queryset
from workflow.sql.triggers import OnlyGrows
from workflow.steps import machine


def normal_address(address: str) -> str:
    """Return an email address in the form that is stored and compared: stripped, in lower case.

    An address in other than ASCII letters is refused when it is typed (`plain_address`), and never changed into another
    mailbox.
    """
    return address.strip().lower()


class People(BaseUserManager):
    """Manager that finds and creates people by email address.

    Queries load the person's office and organization in the same statement.
    """

    def get_queryset(self) -> models.QuerySet[Person]:
        return super().get_queryset().select_related("office__organization")

    def create_user(self, email: str, password: str | None = None, *, name: str, office: Office) -> Person:
        """Create an account. Without a password, the person must set one through a reset link before signing in."""
        person = self.model(email=normal_address(email), name=" ".join(name.split()), office=office)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=normal_address(username or ""))


class Person(Named, AbstractBaseUser):
    """A person with one account. There are no superusers and no staff."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    office = models.ForeignKey("designation.Office", on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    desk_seen_at = models.DateTimeField(null=True, editable=False)
    desk_left_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="person_address_is_normal", condition=Q(email=models.functions.Lower("email"))
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def organization(self) -> Organization:
        """The organization that the person belongs to."""
        return self.office.organization

    def roles_held(self) -> SideRoles:
        """Return the roles that the person holds now, each with the side for which they hold it."""
        held = Appointment.objects.held_by(self.pk)
        return frozenset(held.values_list("organization__side", "role"))


def has_account(address: str) -> bool:
    """Return whether an account exists for the mailbox behind this address."""
    local, _, domain = mailbox(address).rpartition("@")
    near = Person.objects.filter(email__startswith=local, email__endswith=f"@{domain}")
    return any(mailbox(email) == mailbox(address) for email in near.values_list("email", flat=True))


@machine
class Organization(Named, OrganizationSteps):
    """A developer, an agency, a partner or the site operator. It has its own matter."""

    FIXED = ("side", "created_at")

    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=20)
    side = models.CharField(max_length=12, choices=Side)
    state = StateField(OrganizationSteps.State)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["folded", "name"]
        constraints = [models.UniqueConstraint(models.functions.Lower("name"), name="organization_name")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return as_held_roles(Appointment.objects.held_in(OuterRef("pk"), by=actor_id))

    @classmethod
    def roles_at_large(cls, actor_id: uuid.UUID) -> tuple[HeldRole, ...]:
        return Appointment.objects.held_by(actor_id).filter(role=Role.OPERATOR).as_roles()

    def addresses_of_members(self) -> Iterable[str]:
        """Return the email addresses of everyone who has an account in the organization."""
        return Person.objects.filter(office__organization=self).values_list("email", flat=True)

    def addresses_invited(self) -> Iterable[str]:
        """Return the email addresses to which an invitation is open."""
        return self.invitations.filter(state=Invitation.State.OPEN).values_list("email", flat=True)

    def is_named_like_another(self) -> bool:
        """Whether another organization has the same name, regardless of upper and lower case."""
        return Organization.objects.exclude(pk=self.pk).filter(name__iexact=self.name).exists()

    @staticmethod
    def kind_of_site() -> str:
        """Return the kind of site that this database belongs to, or "" if the site has not begun."""
        return Site.objects.values_list("kind", flat=True).first() or ""

    @staticmethod
    @prepared_queryset()
    def agencies() -> models.QuerySet[Organization]:
        """Return the agencies of the government."""
        return Organization.objects.filter(side=Side.GOVERNMENT)

    @prepared_queryset("id")
    def all_offices(self) -> models.QuerySet[Office]:
        """Return the organization's offices, by name."""
        return self.offices.all()


class Site(models.Model):
    """Which kind of site this database belongs to. The one row is written when the site begins and never changes."""

    class Kind(models.TextChoices):
        DEMONSTRATION = "demonstration", "A demonstration"
        REAL = "real", "A real site"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    kind = models.CharField(max_length=13, choices=Kind)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="sites")

    class Meta:
        constraints = [
            models.CheckConstraint(name="site_is_one", condition=Q(id=1)),
            models.CheckConstraint(name="site_has_a_kind", condition=Q(kind__in=["demonstration", "real"])),
            OnlyGrows(name="site_never_changes"),
            SITE_NEEDS_ENTRY,
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Office(Named):
    """A part of an organization. Two people sign "from different offices" if their offices differ."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="offices")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["folded", "name"]
        constraints = [
            models.UniqueConstraint("organization", models.functions.Lower("name"), name="office_name"),
            OFFICE_NEEDS_ENTRY,
        ]

    def __str__(self) -> str:
        return self.name


Seat = tuple[uuid.UUID, str, uuid.UUID, uuid.UUID]
"""One role that counts now: organization, role, person and office."""


class Appointments(models.QuerySet):
    """Queries for the appointments that are in effect."""

    def in_effect(self) -> Appointments:
        """Return the appointments that count now (`people/in_effect.py`)."""
        return self.filter(in_effect())

    def in_effect_unless_suspended(self) -> Appointments:
        """Return the appointments that count now, or would if no suspension stopped them."""
        return self.filter(in_effect_unless_suspended())

    def suspended(self) -> Appointments:
        """Return the appointments that a suspension alone keeps from counting now."""
        return self.in_effect_unless_suspended().filter(suspended.stopped())

    def held_by(self, person: uuid.UUID | None) -> Appointments:
        """Return the person's appointments that count now."""
        return self.in_effect().filter(person=person)

    def among(self, roles: SideRoles) -> Appointments:
        """Return those that give one of these roles, on its side."""
        sides: dict[str, list[str]] = {}
        for side, role in sorted(roles):
            sides.setdefault(side, []).append(role)
        each = [Q(organization__side=side, role__in=named) for side, named in sides.items()]
        return self.filter(reduce(or_, each)) if each else self.none()

    def holds(self, person: uuid.UUID | None, *roles: str) -> bool:
        """Return whether a person holds one of these roles now, in any organization."""
        return self.held_by(person).filter(role__in=roles).exists()

    def as_roles(self) -> tuple[HeldRole, ...]:
        """Return these appointments as roles that are held at large, not in relation to one row.

        Roles that a suspension leaves nothing but exits are not among them.
        """
        rows = (
            self.exclude(suspended.for_exits_alone())
            .order_by("pk")
            .values_list("role", "office_id", "organization_id", "organization__side", "pk")
        )
        return tuple(HeldRole(*map(str, row)) for row in rows)

    def as_seats(self) -> models.QuerySet[Any, Seat]:
        """Return organization, role, person and office of each of these appointments."""
        return self.values_list("organization_id", "role", "person_id", "office_id")

    def held_in(self, organization: Any, *, by: uuid.UUID) -> Appointments:
        """Return the person's appointments that count in an organization. Site operators count in every one."""
        return self.held_by(by).filter(Q(organization=organization) | Q(role=Role.OPERATOR))


@machine
class Appointment(AppointmentSteps):
    """One role of one person, held for an organization and one of its offices. Part of the organization's matter."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="appointments")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=30, choices=Role)
    delegated_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="delegations"
    )
    instrument = models.CharField(max_length=200, blank=True)
    until = models.DateTimeField(null=True)
    state = StateField(AppointmentSteps.State)

    objects = Appointments.as_manager()

    READ_WITH = ("organization",)
    FIXED = ("person", "organization", "office", "role", "delegated_from", "instrument", "until")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="appointment_once",
                fields=["person", "role"],
                condition=Q(state__in=["proposed", "active"], delegated_from__isnull=True),
            ),
            models.CheckConstraint(
                name="delegation_cites_its_instrument",
                condition=Q(delegated_from__isnull=True) | (~Q(instrument="") & Q(until__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="appointment_active", fields=["person", "role"], condition=Q(state="active"))
        ]

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return as_held_roles(Appointment.objects.held_in(OuterRef("organization"), by=actor_id))

    @property
    def is_sensitive(self) -> bool:
        """Whether two people have to sign for the role (`people/sensitive_roles.py`)."""
        return self.role in sensitive_roles()

    def alike(self) -> Appointments:
        """Return the other appointments of the person to the same role that are proposed or active."""
        live = [AppointmentSteps.State.PROPOSED, AppointmentSteps.State.ACTIVE]
        alike = Appointment.objects.filter(person=self.person_id, role=self.role, state__in=live)
        return alike.exclude(pk=self.pk)

    def was_signed_in_advance(self) -> bool:
        """Whether two people signed for the role when the person was invited."""
        signed = Invitation.objects.filter(accepted_by=self.person_id, organization=self.organization_id)
        return signed.filter(roles_signed=True, roles__contains=[self.role]).exists()

    @property
    def counts_now(self) -> bool:
        """Whether the appointment is in effect now."""
        return Appointment.objects.in_effect().filter(pk=self.pk).exists()

    @prepared_queryset("person_id")
    def held_by_the_person(self) -> models.QuerySet[Appointment]:
        """Return the appointments of the same person that count now."""
        return Appointment.objects.held_by(self.person_id)

    @staticmethod
    @prepared_queryset()
    def operators() -> models.QuerySet[Appointment]:
        """Return the appointments of the site's operators that count now."""
        return Appointment.objects.in_effect().filter(role=Role.OPERATOR)


@machine
class Invitation(Named, InvitationSteps):
    """An offer of an account to one email address. It works once and expires. Part of the organization's matter.

    With `roles_signed`, two people signed for its roles already, and they count as soon as it is accepted.
    """

    READ_WITH = ("organization",)
    FIXED = ("organization", "office", "email", "name", "folded", "roles", "roles_signed", "invited_by")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="invitations")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    roles = models.JSONField(default=list)
    roles_signed = models.BooleanField(default=False)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    state = StateField(InvitationSteps.State)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="invitation_one_open_per_address",
                fields=[
                    "organization",
                    "email",
                ],  # other organizations may invite the same address
                condition=Q(state="open"),
            )
        ]

    def mailbox_has_account(self) -> bool:
        """Whether an account exists for the mailbox behind the address, in any organization."""
        return has_account(self.email)

    @property
    def was_sent(self) -> bool:
        """Whether a mail was ever sent. `send` is the only step that leaves an invitation open."""
        return self.version > 0

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return as_held_roles(Appointment.objects.held_in(OuterRef("organization"), by=actor_id))
