"""Named evaluators: one person, one window."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from designation.access.held_roles import in_matter
from designation.access.models import Recusal
from designation.people import record_names
from designation.people.models import Appointment, Person
from designation.policies.models import Policy
from designation.roles import Role, Side
from designation.windows import terms
from designation.windows.lifecycle.grant import GrantSteps
from designation.windows.models.window import Window
from workflow.guards import Actor
from workflow.models import StateField
from workflow.sql.prepared_querysets import prepared_queryset
from workflow.steps import machine


class Grants(models.QuerySet["Grant"]):
    """Finds grants."""

    def naming(self, person: uuid.UUID | None) -> Grants:
        """Return those that name a person and have not ended."""
        return self.filter(person=person).exclude(state="ended")


LABELS = {
    "concur": "Concur with {}",
    "suspend": "Suspend {}",
    "resume": "Lift the suspension of {}",
    "end": "End the access of {}",
}
"""Labels of steps that name the evaluator."""


@machine
class Grant(GrantSteps):
    """One named person may evaluate within one window. Lives in the window's matter."""

    READ_WITH = ("window__request__model", "window__request__policy", "window__terms")
    PARENT = "window"
    FIXED = ("window", "person", "appointment", "nominated_by", "pseudonym")

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="grants")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    appointment = models.ForeignKey(
        Appointment,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    nominated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    pseudonym = models.CharField(max_length=20)
    names = models.CharField(
        max_length=12, choices=terms.NAMES, default=terms.BY_PSEUDONYM, db_default=terms.BY_PSEUDONYM
    )
    agreed_terms = models.CharField(max_length=64, blank=True)
    state = StateField(GrantSteps.State)

    objects = Grants.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="grant_one_live_per_person", fields=["window", "person"], condition=~Q(state="ended")
            ),
            models.CheckConstraint(
                name="grant_active_by_consent", condition=~Q(state="active") | ~Q(agreed_terms="")
            ),
        ]

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return in_matter(actor_id)

    @property
    def pinned_policy(self) -> Policy:
        """The policy version of its request."""
        return self.window.request.pinned_policy

    def label_of(self, actor: Actor) -> str:
        """What the evaluator does on this grant goes by the grant: it does not lead to the same person elsewhere."""
        return str(self.pk) if actor.id == self.person_id else actor.label

    @staticmethod
    def pseudonymous() -> models.QuerySet[Grant]:
        """Return the grants whose evaluators only the government knows by name."""
        return Grant.objects.exclude(names=terms.BY_NAME)

    def name_for(self, side: str) -> str:
        """Return what people of a side call the evaluator."""
        if side in (Side.GOVERNMENT, Side.PARTNER) or self.names == terms.BY_NAME:
            return self.person.name
        return record_names.called(self.pseudonym)

    def step_label(self, facts: Any, side: str) -> str:
        """The label of a step, which names the evaluator as people of a side call them."""
        own = getattr(self, "roles_held_by", "") == str(self.person_id)
        if facts.name == "end" and self.state in ("nominated", "concurred"):
            if own:
                return "Decline the invitation to evaluate"
            return f"{'Decline' if side == Side.DEVELOPER else 'Withdraw'} the nomination of {self.name_for(side)}"
        if own or facts.name not in LABELS:
            return {"end": "End my access"}.get(facts.name, str(facts.label))
        return LABELS[facts.name].format(self.name_for(side))

    def names_for(self, side: str) -> Mapping[uuid.UUID, str]:
        """What people of a side call the evaluator, by their id."""
        return {self.person_id: self.name_for(side)}

    def person_is_eligible(self) -> bool:
        """Whether the appointment that the grant stands on still counts, for an agency that the present terms name."""
        seen: bool | None = getattr(self, "eligible", None)  # read with the row, for pages that list many
        return Grant.held_in(self.window).filter(pk=self.appointment_id).exists() if seen is None else seen

    def entry_sides(self) -> tuple[str, ...]:
        """Return the sides of the window."""
        sides: tuple[str, ...] = self.window.entry_sides()
        return sides

    @staticmethod
    def held_in(window: Window) -> models.QuerySet[Appointment]:
        """Return the appointments on which a grant of a window can stand.

        Those that count of the evaluators of the agencies that its present terms let in, less the recused; in an early
        access, those of the partner's evaluators. A grant
        stands on one of them: once that has ended, another one brings nothing back that both sides did not agree to.
        """
        return _held_in(window.request_id, *_evaluators_of(window))

    @staticmethod
    def eligible_in(window: Window) -> models.QuerySet[Person]:
        """Return the people who could be named as evaluators of a window."""
        return _eligible_in(window.request_id, *_evaluators_of(window))


def _evaluators_of(window: Window) -> tuple[str, list[uuid.UUID]]:
    """Return the role of those who can evaluate in a window, and the organizations for which they hold it."""
    if window.partner_id:
        return Role.PARTNER_EVALUATOR, [window.partner_id]
    return Role.EVALUATOR, [uuid.UUID(agency) for agency in window.agencies_let_in()]


@prepared_queryset(request=uuid.UUID, role=str, organizations=list[uuid.UUID])
def _held_in(request: uuid.UUID, role: str, organizations: list[uuid.UUID]) -> models.QuerySet[Appointment]:
    recused = Recusal.objects.filter(matter=request).values("person")
    held = Appointment.objects.in_effect().filter(role=role, organization__in=organizations)
    return held.exclude(person__in=recused)


@prepared_queryset(request=uuid.UUID, role=str, organizations=list[uuid.UUID])
def _eligible_in(request: uuid.UUID, role: str, organizations: list[uuid.UUID]) -> models.QuerySet[Person]:
    return Person.objects.filter(pk__in=_held_in(request, role, organizations).values("person"))
