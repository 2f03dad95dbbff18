"""Selections: one partner, chosen by both sides for early access to one covered model."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from designation.access.held_roles import in_matter
from designation.access.models import Recusal
from designation.content.numbers import random_number
from designation.partners.lifecycle.selection import SelectionSteps, instant
from designation.partners.models.partner import Partner
from designation.partners.states import OVER, SelectionState
from designation.people.models import Organization, Person
from designation.policies.models import Policy
from designation.requests.models import Request
from designation.roles import Side
from designation.windows.models import Window
from workflow.guards import StepContext
from workflow.models import StateField
from workflow.steps import machine


def new_number() -> str:
    """Return a number for a selection. It tells nothing about other selections."""
    return random_number("EA")


@machine
class Selection(SelectionSteps):
    """One partner for one request: a matter of its own, whose log is below the request's.

    `conditions` are those of the present proposal (`partners/terms.py`). `invited_at` is set once, and from then on
    the partner takes part. `window` is its early access, once the partner agreed.
    """

    READ_WITH = ("request__model__same_as", "request__policy", "partner__organization", "window__partner")
    PARENT = "request"
    FIXED = ("number", "request", "partner")

    number = models.CharField(max_length=12, unique=True, default=new_number, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="selections")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="selections")
    conditions = models.JSONField(default=dict)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_for = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    proposed_side = models.CharField(max_length=12, choices=Side)
    proposed_at = models.DateTimeField()
    concurred_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    concurred_for = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
    concurred_at = models.DateTimeField(null=True)
    invited_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    window = models.OneToOneField(Window, null=True, on_delete=models.PROTECT, related_name="selection")
    state = StateField(SelectionState)

    class Meta:
        ordering = ["-proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="selection_one_live_per_partner",
                fields=["request", "partner"],
                condition=~Q(state__in=OVER),
            ),
            models.CheckConstraint(
                name="selection_invited_by_both",
                condition=~Q(state__in=["invited", "agreed"])
                | Q(concurred_by__isnull=False, invited_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return in_matter(actor_id)

    def step_label(self, facts: Any, side: str) -> str:
        """The label of a step, in the words of a partner who declines or ends its own early access."""
        if facts.name == "end" and side == Side.PARTNER:
            return "Decline this invitation" if self.window_id is None else "End our early access"
        return super().step_label(facts, side)

    @property
    def pinned_policy(self) -> Policy:
        """The policy version of its request."""
        return self.request.pinned_policy

    @property
    def is_known_to_the_partner(self) -> bool:
        """Whether the partner was invited, and so takes part."""
        return self.invited_at is not None

    @classmethod
    def hidden_from(cls, person: uuid.UUID | None) -> models.QuerySet[Selection]:
        """Return the selections from which a person has recused themselves, which they no longer see."""
        return cls._base_manager.filter(log__in=Recusal.objects.filter(person=person).values("matter"))

    def is_hidden_from(self, person: uuid.UUID | None) -> bool:
        """Whether a person has recused themselves from a selection of this partner for this request."""
        alike = Selection.hidden_from(person).filter(request=self.request, partner=self.partner)
        return alike.exists()

    def proposer_is_recused(self) -> bool:
        """Whether the person who proposed this has recused themselves from it or from its request."""
        matters = [self.log_id, self.request_id]
        return Recusal.objects.filter(matter__in=matters, person=self.proposed_by_id).exists()

    def entry_sides(self) -> tuple[str, ...]:
        """Return both sides and, from the invitation on, the partner's."""
        return (*self.SIDES, Side.PARTNER) if self.is_known_to_the_partner else self.SIDES

    @property
    def ends_at(self) -> datetime | None:
        """When early access ends, as the conditions say."""
        found: datetime | None = instant(self.conditions.get("ends_at"))
        return found

    def opens_at(self, now: datetime) -> datetime:
        """Return when early access can begin: with the planned release to partners, but not in the past."""
        release = self.request.model.planned_partner_release_at
        return now if release is None else max(release, now)

    def signed(self, context: StepContext) -> Iterator[tuple[Person, Organization, datetime]]:
        """Yield who agreed to the conditions for each of the three parties, and when."""
        yield self.proposed_by, self.proposed_for, self.proposed_at
        if self.concurred_by and self.concurred_for and self.concurred_at:
            yield self.concurred_by, self.concurred_for, self.concurred_at
        if self.partner.organization is not None:
            yield Person.objects.get(pk=context.actor.id), self.partner.organization, context.now
