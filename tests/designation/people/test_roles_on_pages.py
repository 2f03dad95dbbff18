"""Giving, declining and ending roles through the pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.people.actions import appointments
from designation.people.models import Appointment, Person
from designation.roles import Role
from designation.web.action_page import SEEN
from workflow import clock
from workflow.errors import Refused
from workflow.staleness import newest_seen

from .conftest import World, actor, office_of

SignIn = Callable[[Person], Client]


@pytest.fixture
def dora(world: World) -> Person:
    return world.person(office_of(world.agency, "Intake"), "Dora Desk")


@pytest.fixture
def administrator(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.administrators(world.agency)[0])


def give(administrator: Client, world: World, dora: Person, **typed: str) -> str:
    page = f"/people/{world.agency.pk}/people/{dora.pk}/roles/add/"
    answer = administrator.post(page, {"office": str(dora.office_id), **typed}, follow=True)
    return str(answer.content.decode())


def test_an_ordinary_role_is_given_at_once(administrator: Client, world: World, dora: Person) -> None:
    assert "counts from now on" in give(administrator, world, dora, role=Role.INTAKE_OFFICER)


def test_a_sensitive_role_says_who_is_missing(administrator: Client, world: World, dora: Person) -> None:
    shown = give(administrator, world, dora, role=Role.APPROVING_OFFICIAL)
    assert "A second person, of another office" in shown
    page = administrator.get(f"/people/{world.agency.pk}/").content.decode()
    assert "Waiting for a signature" in page
    assert "Signed by Gail Admin." in page


def test_the_same_role_twice_is_refused_with_what_was_typed(
    administrator: Client, world: World, dora: Person
) -> None:
    give(administrator, world, dora, role=Role.INTAKE_OFFICER)
    assert "holds this role already" in give(administrator, world, dora, role=Role.INTAKE_OFFICER)


def test_only_roles_of_the_side_can_be_chosen(administrator: Client, world: World, dora: Person) -> None:
    assert "This cannot be chosen" in give(administrator, world, dora, role=Role.DRAFTER)
    assert not dora.appointments.exists()


def test_an_end_in_the_past_is_refused(administrator: Client, world: World, dora: Person) -> None:
    assert "lies ahead" in give(
        administrator, world, dora, role=Role.INTAKE_OFFICER, until="2020-01-01T10:00"
    )


def test_ending_asks_once_and_then_ends(administrator: Client, world: World, dora: Person) -> None:
    give(administrator, world, dora, role=Role.INTAKE_OFFICER)
    held = dora.appointments.get()
    page = f"/people/{world.agency.pk}/roles/{held.pk}/end/"
    assert "from this moment on" in administrator.get(page).content.decode()
    assert Appointment.objects.get(pk=held.pk).state == "active"
    administrator.post(page, {SEEN: newest_seen(held)})
    assert Appointment.objects.get(pk=held.pk).state == "ended"


def test_a_stale_form_changes_nothing(administrator: Client, world: World, dora: Person) -> None:
    give(administrator, world, dora, role=Role.APPROVING_OFFICIAL)
    held = dora.appointments.get()
    appointments.sign(held, actor=actor(world.administrators(world.agency)[1]))
    answer = administrator.post(f"/people/{world.agency.pk}/roles/{held.pk}/end/", {SEEN: 0})
    assert answer.status_code == 409
    assert "changed this while your page was open" in answer.content.decode()
    assert Appointment.objects.get(pk=held.pk).state == "active"


def test_a_proposal_can_be_declined_and_made_again(administrator: Client, world: World, dora: Person) -> None:
    give(administrator, world, dora, role=Role.APPROVING_OFFICIAL)
    held = dora.appointments.get()
    administrator.post(f"/people/{world.agency.pk}/roles/{held.pk}/decline/", {SEEN: newest_seen(held)})
    assert Appointment.objects.get(pk=held.pk).state == "declined"
    assert "You signed." in give(administrator, world, dora, role=Role.APPROVING_OFFICIAL)


def test_a_signature_is_taken_back_through_the_page(
    administrator: Client, world: World, dora: Person
) -> None:
    give(administrator, world, dora, role=Role.APPROVING_OFFICIAL)
    page = f"/people/{world.agency.pk}/roles/{dora.appointments.get().pk}/"
    shown = administrator.post(f"{page}take-back/", follow=True).content.decode()
    assert "Your signature is taken back." in shown
    assert ": taken back" in shown


def test_a_step_that_does_not_exist_is_not_found(administrator: Client, world: World) -> None:
    held = world.administrators(world.agency)[1].appointments.get()
    assert administrator.get(f"/people/{world.agency.pk}/roles/{held.pk}/explode/").status_code == 404


def test_a_person_sees_that_nobody_gives_themselves_a_role(administrator: Client, world: World) -> None:
    gail = world.administrators(world.agency)[0]
    page = administrator.get(f"/people/{world.agency.pk}/people/{gail.pk}/").content.decode()
    assert "Nobody gives a role to themselves" in page
    assert "Close this account" not in page


def test_the_person_page_shows_earlier_roles(administrator: Client, world: World, dora: Person) -> None:
    give(administrator, world, dora, role=Role.INTAKE_OFFICER, until="2090-01-01T10:00")
    appointments.end(dora.appointments.get(), actor=actor(world.administrators(world.agency)[1]))
    page = administrator.get(f"/people/{world.agency.pk}/people/{dora.pk}/").content.decode()
    assert "Earlier" in page
    assert "Intake officer</a>, ended" in page


def test_an_operator_appoints_administrators_only(world: World, dora: Person, sign_in: SignIn) -> None:
    operator = sign_in(world.operators[0])
    assert "appoints administrators only" in give(operator, world, dora, role=Role.INTAKE_OFFICER)
    assert not dora.appointments.exists()


def test_a_role_for_an_office_of_another_organization_is_refused(world: World, dora: Person) -> None:
    elsewhere = office_of(world.developer, "Policy")
    with pytest.raises(Refused) as refused:
        appointments.propose(
            dora,
            actor=actor(world.administrators(world.agency)[0]),
            role=Role.INTAKE_OFFICER,
            office=elsewhere,
            until=clock.now(),
        )
    assert set(refused.value.codes) == {"office_elsewhere", "ends_before_it_begins"}
