"""Sensitive roles: two administrators of different offices, neither of them the person; all others one."""

import pytest

from designation.actions import appointments
from designation.models.people import Appointment
from designation.roles import Role
from workflow.errors import Refused
from workflow.perform import Pending

from .conftest import World, actor, office_of


def role_of(person: object, role: str) -> Appointment:
    return Appointment.objects.get(person=person, role=role)


def test_one_administrator_gives_an_ordinary_role(world: World) -> None:
    dora = world.person(office_of(world.developer, "Policy"), "Dora Draft")
    appointments.propose(dora, actor=actor(world.administrators(world.developer)[0]), role=Role.DRAFTER)
    assert role_of(dora, Role.DRAFTER).state == "active"
