"""If one administrator gives a role, the organization's other administrators are told at once."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from designation.people.actions import appointments
from designation.people.models import Appointment, Person
from designation.roles import Role
from workflow import outbox

from .conftest import World, actor, office_of

SUBJECT = "A role was given in your organization"


@pytest.fixture
def ines(world: World) -> Person:
    outbox.deliver()
    mail.outbox.clear()
    return world.person(office_of(world.agency, "Intake"), "Ines Intake")


def given(world: World, person: Person, role: str) -> Appointment:
    """Have the first administrator propose a role, and the second one sign if that is not enough."""
    gail, george = world.administrators(world.agency)[:2]
    held: Appointment = appointments.propose(person, actor=actor(gail), role=role).subject
    if held.is_sensitive:
        appointments.sign(held, actor=actor(george))
    outbox.deliver()
    return held


def told() -> list[str]:
    return [address for message in mail.outbox if message.subject == SUBJECT for address in message.to]


def test_the_other_administrators_are_told(world: World, ines: Person) -> None:
    world.person(office_of(world.agency, "Records"), "Gus Admin", Role.ADMINISTRATOR)
    given(world, ines, Role.INTAKE_OFFICER)
    assert sorted(told()) == ["george@na.example", "gus@na.example"]


def test_the_mail_names_nobody_and_leads_to_the_role(
    world: World, ines: Person, sign_in: Callable[[Person], Client]
) -> None:
    held = given(world, ines, Role.INTAKE_OFFICER)
    (sent,) = [message for message in mail.outbox if message.subject == SUBJECT]
    for confidential in ("Ines", "Intake", "intake", "Gail", "National"):
        assert confidential not in sent.subject + sent.body
    path = f"/people/{world.agency.pk}/roles/{held.pk}/"
    assert path in sent.body
    page = sign_in(world.administrators(world.agency)[1]).get(path).content.decode()
    assert "Intake officer: Ines Intake" in page


def test_of_a_role_that_two_gave_both_know(world: World, ines: Person) -> None:
    given(world, ines, Role.APPROVING_OFFICIAL)
    assert told() == []


def test_whoever_gets_a_role_is_led_to_a_page_that_they_may_open(
    world: World, ines: Person, sign_in: Callable[[Person], Client]
) -> None:
    given(world, ines, Role.INTAKE_OFFICER)
    (sent,) = [message for message in mail.outbox if message.to == [ines.email]]
    assert "/people/" not in sent.body
    assert sign_in(ines).get("/").status_code == 200
