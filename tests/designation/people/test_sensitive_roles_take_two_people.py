"""Sensitive roles: two administrators of different offices, neither of them the person; all others one."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.people.actions import appointments
from designation.people.models import Appointment, Person
from designation.roles import Role
from designation.web.action_page import SEEN
from workflow.errors import Refused
from workflow.perform import Done, Pending
from workflow.staleness import newest_seen

from .conftest import World, actor, office_of


@pytest.fixture
def dora(world: World) -> Person:
    return world.person(office_of(world.developer, "Policy"), "Dora Draft")


def proposed(world: World, dora: Person, role: str = Role.CERTIFYING_OFFICER) -> Appointment:
    """A role that the first administrator has signed for."""
    outcome = appointments.propose(dora, actor=actor(world.administrators(world.developer)[0]), role=role)
    found: Appointment = outcome.subject
    return found


def state_of(appointment: Appointment) -> str:
    return str(Appointment.objects.get(pk=appointment.pk).state)


def test_one_administrator_gives_an_ordinary_role(world: World) -> None:
    ines = world.person(office_of(world.agency, "Intake"), "Ines Intake")
    gail = world.administrators(world.agency)[0]
    outcome = appointments.propose(ines, actor=actor(gail), role=Role.INTAKE_OFFICER)
    assert isinstance(outcome, Done)
    assert state_of(outcome.subject) == "active"


def test_a_sensitive_role_waits_for_a_second_administrator(world: World, dora: Person) -> None:
    ada, adrian = world.administrators(world.developer)
    outcome = appointments.propose(dora, actor=actor(ada), role=Role.CERTIFYING_OFFICER)
    assert isinstance(outcome, Pending)
    assert state_of(outcome.subject) == "proposed"
    appointments.sign(outcome.subject, actor=actor(adrian))
    assert state_of(outcome.subject) == "active"


def test_the_same_administrator_does_not_count_twice_even_under_another_name(
    world: World, dora: Person
) -> None:
    held = proposed(world, dora)
    ada = world.administrators(world.developer)[0]
    ada.name = "Adele Renamed"
    ada.save()
    assert isinstance(appointments.sign(held, actor=actor(ada)), Pending)
    assert state_of(held) == "proposed"


def test_two_administrators_of_one_office_do_not_suffice(world: World, dora: Person) -> None:
    colleague = world.person(office_of(world.developer, "Policy"), "Alma Admin", Role.ADMINISTRATOR)
    assert isinstance(appointments.sign(proposed(world, dora), actor=actor(colleague)), Pending)


def test_nobody_gives_a_role_to_themselves(world: World) -> None:
    ada = world.administrators(world.developer)[0]
    with pytest.raises(Refused) as refused:
        appointments.propose(ada, actor=actor(ada), role=Role.DRAFTER)
    assert "own_role" in refused.value.codes
    assert not ada.appointments.filter(role=Role.DRAFTER).exists()


def test_roles_that_exclude_each_other_never_meet(world: World) -> None:
    ada, adrian = world.administrators(world.developer)
    with pytest.raises(Refused) as refused:
        appointments.propose(adrian, actor=actor(ada), role=Role.DRAFTER)
    assert "role_excluded" in refused.value.codes


def test_a_role_of_another_side_is_refused(world: World, dora: Person) -> None:
    with pytest.raises(Refused) as refused:
        proposed(world, dora, Role.REVIEWER)
    assert refused.value.codes == ("role_of_another_side",)


@pytest.mark.parametrize("role", ["Drafter", "drafter ", "DRAFTER", "draf\u0442er"])
def test_a_role_that_only_looks_right_is_no_role(world: World, dora: Person, role: str) -> None:
    with pytest.raises(Refused) as refused:
        proposed(world, dora, role)
    assert "no_such_role" in refused.value.codes


def test_a_signature_can_be_taken_back_until_the_role_is_given(world: World, dora: Person) -> None:
    ada, adrian = world.administrators(world.developer)
    held = proposed(world, dora)
    assert appointments.take_back(held, actor=actor(ada))
    assert isinstance(appointments.sign(held, actor=actor(adrian)), Pending)


def test_a_signature_of_one_who_lost_the_role_meanwhile_no_longer_counts(world: World, dora: Person) -> None:
    ada, adrian = world.administrators(world.developer)
    held = proposed(world, dora)
    appointments.end(ada.appointments.get(), actor=actor(world.operators[0]))
    assert isinstance(appointments.sign(held, actor=actor(adrian)), Pending)


def test_the_page_shows_who_signed_and_lets_the_second_person_sign(
    world: World, dora: Person, sign_in: Callable[[Person], Client]
) -> None:
    ada, adrian = world.administrators(world.developer)
    held = proposed(world, dora)
    page = f"/people/{world.developer.pk}/roles/{held.pk}/"
    assert "Ada Admin" in sign_in(adrian).get(page).content.decode()
    assert "Take back your signature" in sign_in(ada).get(page).content.decode()
    second = sign_in(adrian)
    asked = second.get(f"{page}activate/").context
    answer = second.post(f"{page}activate/", asked["hidden"], follow=True)
    assert "You signed." in answer.content.decode()
    assert state_of(held) == "active"


def test_a_form_for_content_that_changed_signs_nothing(
    world: World, dora: Person, sign_in: Callable[[Person], Client]
) -> None:
    adrian = world.administrators(world.developer)[1]
    held = proposed(world, dora)
    answer = sign_in(adrian).post(
        f"/people/{world.developer.pk}/roles/{held.pk}/activate/",
        {SEEN: newest_seen(held), "content": "0" * 64},
    )
    assert answer.status_code == 409
    assert "no longer what you saw" in answer.content.decode()
    assert state_of(held) == "proposed"
