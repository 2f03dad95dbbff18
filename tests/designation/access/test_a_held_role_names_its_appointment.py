"""A role that counts somewhere names the appointment under which it is held, and so does a signature."""

import pytest

from designation.demo.world import World
from designation.models import Appointment, FrontierModel, Organization, Policy, Request
from designation.people.actions import appointments
from designation.roles import Role
from tests.designation.walking import request_in
from workflow.guards import HeldRole
from workflow.models import Approval, Stateful


def held(row: Stateful, world: World, key: str) -> tuple[HeldRole, ...]:
    found: tuple[HeldRole, ...] = type(row).with_roles(world.people[key].pk).get(pk=row.pk).held_roles
    return found


@pytest.fixture
def request_led_by_ravi(demo_world: World) -> Request:
    return request_in(demo_world, "recommended")


@pytest.mark.parametrize("key", ["dana", "carl", "ines", "cleo", "dora", "abel", "ada"])
def test_in_a_matter(demo_world: World, request_led_by_ravi: Request, key: str) -> None:
    for one in held(request_led_by_ravi, demo_world, key):
        appointment = Appointment.objects.get(pk=one.under)
        assert (appointment.person, appointment.role) == (demo_world.people[key], one.role)


def test_a_lead_reviewer_holds_that_role_as_a_reviewer(
    demo_world: World, request_led_by_ravi: Request
) -> None:
    ravi = demo_world.people["ravi"].appointments.get()
    roles = {one.role: one.under for one in held(request_led_by_ravi, demo_world, "ravi")}
    assert roles == {"reviewer": str(ravi.pk), "lead_reviewer": str(ravi.pk)}


def test_in_an_organization_a_model_and_a_policy(demo_world: World, request_led_by_ravi: Request) -> None:
    def under(row: Stateful, key: str) -> list[tuple[str, str]]:
        return [(one.role, one.under) for one in held(row, demo_world, key)]

    maya, dana, paul = (demo_world.people[key].appointments.get() for key in ("maya", "dana", "paul"))
    developer: Organization = demo_world.organizations["developer"]
    model: FrontierModel = request_led_by_ravi.model
    policy = Policy.objects.get()
    assert under(developer, "maya") == [("administrator", str(maya.pk))]
    assert under(dana, "maya") == [("administrator", str(maya.pk))]
    assert under(model, "dana") == [("drafter", str(dana.pk))]
    assert under(policy, "paul") == [("policy_editor", str(paul.pk))]


def test_a_signature_records_it(demo_world: World) -> None:
    person = demo_world.people["sam"]
    appointments.propose(person, actor=demo_world.actor("maya"), role=Role.CERTIFYING_OFFICER)
    (recorded,) = Approval.objects.latest("at").held_roles
    assert recorded["under"] == str(demo_world.people["maya"].appointments.get().pk)
