"""Closures: days on which federal offices are closed besides weekends and holidays, by order or because of weather."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from designation.content.instants import day_written
from designation.people.held_roles import as_held_roles
from designation.people.models import Appointment, Person
from designation.policies.lifecycle.closure import ClosureSteps
from designation.roles import Role
from workflow.guards import HeldRole
from workflow.models import StateField
from workflow.steps import machine

LONGEST_SOURCE = 500


@machine
class Closure(ClosureSteps):
    """One day on which federal offices are closed. It is recorded in the log of policy."""

    FIXED = ("day", "source", "author")

    day = models.DateField()
    source = models.CharField(max_length=LONGEST_SOURCE)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField(null=True)
    state = StateField(ClosureSteps.State)

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(name="closure_of_a_day", fields=["day"], condition=~Q(state="discarded"))
        ]

    def __str__(self) -> str:
        return f"Closure on {day_written(self.day)}"

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return as_held_roles(Appointment.objects.held_by(actor_id).filter(role=Role.POLICY_EDITOR))

    @classmethod
    def roles_at_large(cls, actor_id: uuid.UUID) -> tuple[HeldRole, ...]:
        return Appointment.objects.held_by(actor_id).filter(role=Role.POLICY_EDITOR).as_roles()

    def is_proposed_already(self) -> bool:
        """Whether a closure of this day is proposed."""
        return Closure.objects.filter(day=self.day, state=Closure.State.PROPOSED).exists()


IN_FORCE = f"SELECT day FROM {Closure._meta.db_table} WHERE state = '{Closure.State.IN_FORCE}'"
"""The days on which offices are closed, as `workflow/closing/closed_days.py` reads them."""
