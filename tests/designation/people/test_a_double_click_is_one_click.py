"""The same form sent twice by the same person does one thing and looks like it; a form that differs is another."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from designation.people.models import Invitation, Person
from tests.designation.tabs import field
from workflow import clock
from workflow.models import Entry

from .conftest import World, office_of

SignIn = Callable[[Person], Client]


@pytest.fixture
def ada(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.administrators(world.developer)[0])


@pytest.fixture
def invite(world: World) -> Callable[..., str]:
    office = str(office_of(world.developer, "Policy").pk)
    address = f"/people/{world.developer.pk}/invitations/add/"

    def sent(client: Client, **other: str) -> str:
        form = {"email": "nia@hr.example", "name": "Nia New", "office": office, "roles": ["drafter"]}
        return str(client.post(address, form | other, follow=True).content.decode())

    return sent


def test_an_invitation_is_sent_once(ada: Client, invite: Callable[..., str]) -> None:
    for _click in range(2):
        assert "The invitation to nia@hr.example is on its way." in invite(ada)
    assert Invitation.objects.count() == 1
    assert Entry.objects.filter(event="invitation.sent").count() == 1


@pytest.mark.parametrize("other", [{"name": "Nia Newer"}, {"roles": "security_contact"}])
def test_another_invitation_to_the_same_mailbox_is_refused(
    ada: Client, invite: Callable[..., str], other: dict[str, str]
) -> None:
    invite(ada)
    assert "An invitation to this mailbox is open." in invite(ada, **other)


def test_a_colleague_and_a_minute_later_are_told_that_it_is_open(
    world: World, ada: Client, sign_in: SignIn, invite: Callable[..., str]
) -> None:
    invite(ada)
    assert "An invitation to this mailbox is open." in invite(
        sign_in(world.administrators(world.developer)[1])
    )
    clock.advance(timedelta(minutes=1))
    assert "An invitation to this mailbox is open." in invite(ada)


def test_an_office_is_added_once(world: World, ada: Client) -> None:
    address = f"/people/{world.developer.pk}/offices/add/"
    form = {"name": "Red Team", "key": ada.get(address).context["form"]["key"].value()}
    for _click in range(2):
        assert "Red Team is added." in ada.post(address, form, follow=True).content.decode()
    assert Entry.objects.filter(event="office.added").count() == 1
    assert (
        "Blue Team is added." in ada.post(address, form | {"name": "Blue Team"}, follow=True).content.decode()
    )


def test_an_office_asked_for_by_another_form_is_there_already(world: World, ada: Client) -> None:
    address = f"/people/{world.developer.pk}/offices/add/"
    for key in ("one", "another"):
        answer = ada.post(address, {"name": "Red Team", "key": key})
    assert "There is an office named “Red Team” already." in field(answer, "name")
