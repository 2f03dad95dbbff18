"""An administrator signs a person of their own organization out everywhere; it is recorded, and the person is told."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from designation.people.actions import organizations
from designation.people.models import Person
from designation.roles import Role
from tests.designation.identity.moving_sessions import is_signed_in
from tests.designation.people.conftest import World, actor, office_of
from workflow import outbox
from workflow.errors import Refused
from workflow.models import Entry

SignIn = Callable[[Person], Client]


@pytest.fixture
def dora(world: World) -> Person:
    return world.person(office_of(world.developer, "Policy"), "Dora Draft", Role.DRAFTER)


def page_of(person: Person) -> str:
    return f"/people/{person.organization.pk}/people/{person.pk}/"


def entries(person: Person) -> list[Entry]:
    return list(Entry.objects.filter(log=person.organization.log_id, event="account.sessions_ended"))


def test_every_session_of_the_person_ends_and_nobody_elses(
    world: World, sign_in: SignIn, dora: Person
) -> None:
    ada = world.administrators(world.developer)[0]
    theirs, administrator = [sign_in(dora), sign_in(dora)], sign_in(ada)
    address = f"{page_of(dora)}sign-out/"
    assert address in administrator.get(page_of(dora)).content.decode()
    assert "Sign Dora Draft out everywhere?" in administrator.get(address).content.decode()
    assert all(is_signed_in(one) for one in theirs)
    assert (
        "You signed Dora Draft out everywhere." in administrator.post(address, follow=True).content.decode()
    )
    assert not any(is_signed_in(one) for one in theirs)
    assert is_signed_in(administrator)
    assert is_signed_in(sign_in(dora))


def test_it_stands_in_the_organizations_log(world: World, dora: Person) -> None:
    ada = world.administrators(world.developer)[0]
    organizations.end_sessions(dora, actor=actor(ada))
    (entry,) = entries(dora)
    assert entry.details == {"person": str(dora.pk)}
    assert entry.actor == str(ada.pk)


def test_the_person_is_told_by_mail(world: World, dora: Person) -> None:
    outbox.deliver(1000)
    mail.outbox.clear()
    organizations.end_sessions(dora, actor=actor(world.administrators(world.developer)[0]))
    outbox.deliver(1000)
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([dora.email], "You were signed out everywhere")
    assert "You can sign in again" in message.body


def test_for_administrators_of_another_organization_the_page_does_not_exist(
    world: World, sign_in: SignIn, dora: Person
) -> None:
    gail, theirs = world.administrators(world.agency)[0], sign_in(dora)
    client = sign_in(gail)
    assert client.post(f"{page_of(dora)}sign-out/").status_code == 404
    assert client.post(f"/people/{world.agency.pk}/people/{dora.pk}/sign-out/").status_code == 404
    with pytest.raises(Refused) as refused:
        organizations.end_sessions(dora, actor=actor(gail))
    assert refused.value.codes == ("not_your_role",)
    assert is_signed_in(theirs)
    assert entries(dora) == []


def test_nor_for_whoever_is_no_administrator(world: World, sign_in: SignIn, dora: Person) -> None:
    ada = world.administrators(world.developer)[0]
    theirs = sign_in(ada)
    assert sign_in(dora).post(f"{page_of(ada)}sign-out/").status_code == 404
    assert is_signed_in(theirs)


def test_a_closed_account_has_no_session_left_to_end(world: World, sign_in: SignIn, dora: Person) -> None:
    ada, theirs = actor(world.administrators(world.developer)[0]), sign_in(dora)
    organizations.close_account(dora, actor=ada)
    assert not is_signed_in(theirs)
    assert not dora.sessions.exists()
    with pytest.raises(Refused) as refused:
        organizations.end_sessions(dora, actor=ada)
    assert refused.value.codes == ("no_open_account",)
