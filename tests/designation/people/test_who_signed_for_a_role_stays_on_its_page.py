"""The page of a role names everybody who signed for it, with office and instant, for good."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from designation.content.instants import written
from designation.people.actions import appointments
from designation.people.models import Appointment, Person
from designation.roles import Role
from workflow.models import Entry

from .conftest import World, actor, office_of

SignIn = Callable[[Person], Client]


@pytest.fixture
def dora(world: World) -> Person:
    return world.person(office_of(world.developer, "Policy"), "Dora Draft")


def given(world: World, dora: Person) -> Appointment:
    """A sensitive role that both administrators signed for."""
    ada, adrian = world.administrators(world.developer)
    outcome = appointments.propose(dora, actor=actor(ada), role=Role.CERTIFYING_OFFICER)
    appointments.sign(outcome.subject, actor=actor(adrian))
    held: Appointment = outcome.subject
    return held


def signatures(client: Client, held: Appointment) -> list[str]:
    """The lines under "Signatures", in words."""
    page = client.get(f"/people/{held.organization_id}/roles/{held.pk}/").content.decode()
    part = page.split("<h2>Signatures</h2>")[1].split("</ul>")[0]
    return [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<li>(.*?)</li>", part)]


def test_both_signers_stand_with_office_and_instant_once_the_role_is_given(
    world: World, dora: Person, sign_in: SignIn
) -> None:
    held = given(world, dora)
    ada, adrian = world.administrators(world.developer)
    first, second = Entry.objects.filter(subject_id=held.pk, step="activate").order_by("index")
    shown = signatures(sign_in(ada), held)
    assert len(shown) == 2
    assert shown[0].startswith(f"{ada} (Policy), {written(first.at)}")
    assert shown[1].startswith(f"{adrian} (Security), {written(second.at)}")


def test_they_stay_when_the_role_has_ended_which_is_told_too(
    world: World, dora: Person, sign_in: SignIn
) -> None:
    held = given(world, dora)
    ada, adrian = world.administrators(world.developer)
    appointments.end(held, actor=actor(adrian))
    assert len(signatures(sign_in(ada), held)) == 2
    page = sign_in(ada).get(f"/people/{world.developer.pk}/roles/{held.pk}/").content.decode()
    ended = page.split("<dt>Ended by</dt>")[1].split("</dd>")[0]
    assert str(adrian) in ended


def test_they_stay_when_a_signer_no_longer_administers(world: World, dora: Person, sign_in: SignIn) -> None:
    held = given(world, dora)
    ada, adrian = world.administrators(world.developer)
    appointments.end(adrian.appointments.get(), actor=actor(world.operators[0]))
    assert "Adrian Admin (Security)" in signatures(sign_in(ada), held)[1]


def test_the_office_is_the_one_that_the_signer_signed_for(
    world: World, dora: Person, sign_in: SignIn
) -> None:
    ada, adrian = world.administrators(world.developer)
    counsel = office_of(world.developer, "Counsel")
    appointments.end(adrian.appointments.get(), actor=actor(world.operators[0]))
    elsewhere = world.person(office_of(world.developer, "Policy"), "Alma Admin")
    appointments.propose(elsewhere, actor=actor(world.operators[0]), role=Role.ADMINISTRATOR, office=counsel)
    appointments.sign(elsewhere.appointments.get(), actor=actor(world.operators[1]))
    outcome = appointments.propose(dora, actor=actor(ada), role=Role.CERTIFYING_OFFICER)
    appointments.sign(outcome.subject, actor=actor(elsewhere))
    assert "Alma Admin (Counsel)" in signatures(sign_in(ada), outcome.subject)[1]


def test_before_the_second_signature_the_first_stands_with_its_office(
    world: World, dora: Person, sign_in: SignIn
) -> None:
    ada, adrian = world.administrators(world.developer)
    outcome = appointments.propose(dora, actor=actor(ada), role=Role.CERTIFYING_OFFICER)
    assert "Ada Admin (Policy)" in signatures(sign_in(adrian), outcome.subject)[0]


def test_an_ordinary_role_names_its_one_signer(world: World, sign_in: SignIn) -> None:
    gail = world.administrators(world.agency)[0]
    ines = world.person(office_of(world.agency, "Intake"), "Ines Intake")
    outcome = appointments.propose(ines, actor=actor(gail), role=Role.INTAKE_OFFICER)
    assert outcome.subject.state == "active"
    assert len(signatures(sign_in(gail), outcome.subject)) == 1


def test_the_page_says_how_many_sign(world: World, dora: Person, sign_in: SignIn) -> None:
    ada, gail = world.administrators(world.developer)[0], world.administrators(world.agency)[0]
    ines = world.person(office_of(world.agency, "Intake"), "Ines Intake", Role.INTAKE_OFFICER)
    for reader, held, said in (
        (ada, given(world, dora), "Two people of different offices sign for this role"),
        (gail, ines.appointments.get(), "One administrator of the organization signs for this role."),
    ):
        page = sign_in(reader).get(f"/people/{held.organization_id}/roles/{held.pk}/").content.decode()
        assert said in page


def test_a_role_that_the_installation_gave_says_that_nobody_signed(world: World, sign_in: SignIn) -> None:
    held = world.operators[0].appointments.get()
    page = sign_in(world.operators[1]).get(f"/people/{held.organization_id}/roles/{held.pk}/")
    assert "Nobody signed: this role was given when the site was installed" in page.content.decode()


def test_a_declined_role_says_who_declined_it(world: World, dora: Person, sign_in: SignIn) -> None:
    ada, adrian = world.administrators(world.developer)
    held = appointments.propose(dora, actor=actor(ada), role=Role.CERTIFYING_OFFICER).subject
    appointments.decline(held, actor=actor(adrian))
    page = sign_in(ada).get(f"/people/{world.developer.pk}/roles/{held.pk}/").content.decode()
    assert "No signature counts" in page
    assert "Adrian Admin" in page.split("<dt>Declined by</dt>")[1].split("</dd>")[0]
