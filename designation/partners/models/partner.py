"""Trusted partners: one organization, from its nomination to the day it leaves the roster."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Func, OuterRef, Q

from designation.content.folding import Named
from designation.content.numbers import random_number
from designation.directory import folding
from designation.directory.fields import Category
from designation.directory.models import DirectoryEntry
from designation.partners.lifecycle.partner import PartnerSteps
from designation.partners.sizes import SIZES
from designation.partners.states import NOT_A_PARTNER, PartnerState
from designation.people.held_roles import as_held_roles
from designation.people.models import Appointment, Organization, Person, has_account
from designation.policies.models import Policy
from designation.roles import SPONSOR, Role, Side
from workflow.guards import HeldRole
from workflow.models import StateField
from workflow.steps import machine

KEEPERS = (Role.ROSTER_ADMINISTRATOR, Role.INSIDER_RISK_OFFICER)
"""The roles that act on every partner, whatever agency they are held for."""

NOMINATORS = (Role.ROSTER_ADMINISTRATOR, Role.CERTIFYING_OFFICER, Role.APPROVING_OFFICIAL)


def new_number() -> str:
    """Return a number for a partner. It tells nothing about how many there are."""
    return random_number("TP")


@machine
class Partner(Named, PartnerSteps):
    """One organization on the roster, or on its way there. Root of a matter of its own.

    `checks` are those of the policy in force when vetting began, each with its outcome. `answers` are what the
    organization answered to the ten questions. The organization's account, with `organization`, begins when the partner
    becomes active. `entry` is the organization in the directory, if it was nominated from there. `declined_by` are the
    people who declined it, who do not decide again. `text` and `near` are the words of its name and place by which it
    is found (`directory/folding.py`).
    """

    READ_WITH = ("organization", "policy", "sponsor")
    FIXED = (
        *(
            "number",
            "name",
            "folded",
            "suborganization",
            "city",
            "us_state",
            "category",
            "size",
            "identifiers",
        ),
        *("contact_name", "contact_email", "sponsor", "nominated_by", "nominated_side", "nominated_at"),
        *("reasons_for", "reconsiders", "entry", "text", "near"),
    )

    number = models.CharField(max_length=12, unique=True, default=new_number, editable=False)
    name = models.CharField(max_length=200)
    suborganization = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120)
    us_state = models.CharField(max_length=10)
    category = models.CharField(max_length=20, choices=Category)
    size = models.CharField(max_length=10, choices=SIZES)
    identifiers = models.CharField(max_length=500, blank=True)
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField()
    sponsor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="sponsored")
    reconsiders = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="reconsidered")
    entry = models.ForeignKey(DirectoryEntry, null=True, on_delete=models.PROTECT, related_name="nominations")
    reasons_for = models.CharField(max_length=2000, blank=True)
    text = models.CharField(max_length=2000, editable=False)
    near = models.CharField(max_length=2000, editable=False)
    nominated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    nominated_side = models.CharField(max_length=12, choices=Side)
    nominated_at = models.DateTimeField()
    policy = models.ForeignKey(Policy, null=True, on_delete=models.PROTECT, related_name="+")
    checks = models.JSONField(default=list)
    question = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    answered_at = models.DateTimeField(null=True)
    organization = models.OneToOneField(
        Organization, null=True, on_delete=models.PROTECT, related_name="partner"
    )
    vouched_at = models.DateTimeField(null=True)
    vouched_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    attested_until = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    suspended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    declined_by = models.JSONField(default=list)
    state = StateField(PartnerState)

    class Meta:
        ordering = ["folded", "name", "us_state", "city", "suborganization"]
        constraints = [
            models.UniqueConstraint(
                *[models.functions.Lower(name) for name in ("name", "suborganization", "city", "us_state")],
                name="partner_once",
                condition=~Q(state__in=NOT_A_PARTNER),
            ),
            models.CheckConstraint(
                name="partner_attests_until",
                condition=~Q(state__in=["active", "expired", "suspended"]) | Q(attested_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def note_words(self) -> None:
        """Write down the words by which the partner is found. Identifiers are not among them: few may see those."""
        keys = folding.keys_of(
            {"name": self.name, "suborganization": self.suborganization, "city": self.city}
            | {"state": self.us_state}
        )
        self.text, self.near = keys.text, keys.near

    @property
    def identity(self) -> str:
        """What tells partners of the same words apart, to order them."""
        return f"{self.name}|{self.suborganization}|{self.city}|{self.us_state}".casefold()

    @property
    def full_name(self) -> str:
        """The name, part and place by which people tell partners apart."""
        part = f", {self.suborganization}" if self.suborganization else ""
        return f"{self.name}{part} ({self.city}, {self.us_state})"

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        own = Q(organization=OuterRef("organization"), role=Role.PARTNER_ADMINISTRATOR)
        held = Appointment.objects.held_by(actor_id)
        vouching = held.filter(
            organization=OuterRef("sponsor__organization"), role=Role.PARTNER_ADMINISTRATOR
        )
        return Func(
            as_held_roles(held.filter(own | Q(role__in=KEEPERS))),
            as_held_roles(vouching, role=SPONSOR),
            template="(%(expressions)s)",
            arg_joiner=" || ",
            output_field=models.JSONField(),
        )

    @classmethod
    def roles_at_large(cls, actor_id: uuid.UUID) -> tuple[HeldRole, ...]:
        return Appointment.objects.held_by(actor_id).filter(role__in=NOMINATORS).as_roles()

    @property
    def pinned_policy(self) -> Policy:
        """The policy version under which the partner is vetted and attests."""
        if self.policy is None:
            raise Policy.DoesNotExist("A partner has a policy from the beginning of its vetting on.")
        return self.policy

    @property
    def is_one_person(self) -> bool:
        """Whether one person does everything for the organization."""
        return self.size == "one"

    def is_standing(self, now: datetime) -> bool:
        """Whether the partner is active, and its attestation holds, at an instant."""
        return (
            self.state == PartnerState.ACTIVE
            and self.attested_until is not None
            and now < self.attested_until
        )

    def twin(self) -> Partner | None:
        """Return another partner of the same name, part and place that is on the roster or on its way there."""
        same = Partner.objects.filter(
            name__iexact=self.name,
            suborganization__iexact=self.suborganization,
            city__iexact=self.city,
            us_state=self.us_state,
        )
        return same.exclude(state__in=NOT_A_PARTNER).exclude(pk=self.pk).first()

    def contact_has_account(self) -> bool:
        """Whether an account exists for the contact's mailbox."""
        return has_account(self.contact_email)

    @staticmethod
    def policy_in_force(now: Any) -> Policy | None:
        """Return the policy version in force at an instant."""
        return Policy.in_force(now)
