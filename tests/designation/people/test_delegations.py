"""A role is delegated on a recorded instrument, for a time, once, and ends with the role that it stands on."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from designation.people.actions import appointments
from designation.people.models import Appointment, Organization, Person
from designation.roles import Role
from workflow import clock
from workflow.errors import Refused
from workflow.sweep import sweep

from .conftest import World, actor, office_of

INSTRUMENT = "Memorandum of 1 December 2026, file 12/7"
SignIn = Callable[[Person], Client]


@pytest.fixture
def dora(world: World) -> Person:
    return world.person(office_of(world.agency, "Intake"), "Dora Desk", Role.INTAKE_OFFICER)


@pytest.fixture
def eli(world: World) -> Person:
    return world.person(office_of(world.agency, "Counsel"), "Eli Extra")


def soon() -> datetime:
    return clock.now() + timedelta(days=7)


def delegated(world: World, dora: Person, eli: Person) -> Appointment:
    ada = world.administrators(world.agency)[0]
    appointments.delegate(
        dora.appointments.get(), actor=actor(ada), to=eli, until=soon(), instrument=INSTRUMENT
    )
    return eli.appointments.get()


def roles_in(person: Person, organization: Organization) -> set[str]:
    return {held.role for held in Organization.with_roles(person.pk).get(pk=organization.pk).held_roles}


def test_a_delegated_role_counts_and_cites_its_instrument(world: World, dora: Person, eli: Person) -> None:
    held = delegated(world, dora, eli)
    assert (held.state, held.instrument, held.office) == ("active", INSTRUMENT, eli.office)
    assert Role.INTAKE_OFFICER in roles_in(eli, world.agency)


def test_it_ends_by_the_clock(world: World, dora: Person, eli: Person) -> None:
    held = delegated(world, dora, eli)
    clock.advance(timedelta(days=7))
    assert Role.INTAKE_OFFICER not in roles_in(eli, world.agency)  # before any worker has woken
    sweep()
    assert Appointment.objects.get(pk=held.pk).state == "ended"


def test_it_ends_with_the_role_that_it_stands_on(world: World, dora: Person, eli: Person) -> None:
    held = delegated(world, dora, eli)
    appointments.end(dora.appointments.get(), actor=actor(world.administrators(world.agency)[0]))
    assert Appointment.objects.get(pk=held.pk).state == "ended"
    assert roles_in(eli, world.agency) == set()


def test_it_cannot_be_delegated_further(world: World, dora: Person, eli: Person) -> None:
    held = delegated(world, dora, eli)
    third = world.person(office_of(world.agency, "Intake"), "Finn Further")
    with pytest.raises(Refused) as refused:
        appointments.delegate(
            held,
            actor=actor(world.administrators(world.agency)[0]),
            to=third,
            until=soon(),
            instrument="x",
        )
    assert "delegated_already" in refused.value.codes


def test_every_unmet_condition_is_named_at_once(world: World, dora: Person) -> None:
    stranger = world.administrators(world.developer)[0]
    with pytest.raises(Refused) as refused:
        appointments.delegate(
            dora.appointments.get(),
            actor=actor(world.administrators(world.agency)[0]),
            to=stranger,
            until=clock.now(),
            instrument=" ",
        )
    assert set(refused.value.codes) == {"ends_before_it_begins", "person_elsewhere", "instrument_missing"}


def test_one_does_not_delegate_to_oneself_nor_twice_nor_what_has_ended(
    world: World, dora: Person, eli: Person
) -> None:
    ada = actor(world.administrators(world.agency)[0])
    held = dora.appointments.get()
    with pytest.raises(Refused) as refused:
        appointments.delegate(held, actor=ada, to=dora, until=soon(), instrument=INSTRUMENT)
    assert "to_oneself" in refused.value.codes
    delegated(world, dora, eli)
    with pytest.raises(Refused) as refused:
        appointments.delegate(held, actor=ada, to=eli, until=soon(), instrument=INSTRUMENT)
    assert "role_already_held" in refused.value.codes
    appointments.end(held, actor=ada)
    with pytest.raises(Refused) as refused:
        appointments.delegate(held, actor=ada, to=eli, until=soon(), instrument=INSTRUMENT)
    assert "not_active" in refused.value.codes


def test_a_sensitive_role_takes_two_people_to_delegate_too(world: World, eli: Person) -> None:
    officer = world.person(office_of(world.agency, "Intake"), "Cora Certify", Role.APPROVING_OFFICIAL)
    delegated(world, officer, eli)
    assert eli.appointments.get().state == "proposed"


def test_the_page_delegates_and_shows_the_instrument(
    world: World, dora: Person, eli: Person, sign_in: SignIn
) -> None:
    administrator = sign_in(world.administrators(world.agency)[0])
    page = f"/people/{world.agency.pk}/roles/{dora.appointments.get().pk}/delegate/"
    assert "Eli Extra (eli@na.example)" in administrator.get(page).content.decode()
    until = soon().strftime("%Y-%m-%dT%H:%M")
    typed = {"to": str(eli.pk), "until": until, "instrument": INSTRUMENT}
    shown = administrator.post(page, typed, follow=True).content.decode()
    assert INSTRUMENT in shown
    assert "counts from now on" in shown
    assert "Dora Desk" in shown


def test_the_page_offers_nobody_of_another_organization(world: World, dora: Person, sign_in: SignIn) -> None:
    administrator = sign_in(world.administrators(world.agency)[0])
    page = f"/people/{world.agency.pk}/roles/{dora.appointments.get().pk}/delegate/"
    stranger = world.administrators(world.developer)[0]
    assert stranger.name not in administrator.get(page).content.decode()
    typed = {"to": str(stranger.pk), "until": "2030-01-01T10:00", "instrument": INSTRUMENT}
    administrator.post(page, typed)
    assert not stranger.appointments.filter(role=Role.INTAKE_OFFICER).exists()
