"""Why something about people is refused stands at the field that would mend it, with a link from the summary."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.people.models import Person
from tests.designation.tabs import field, summary

from .conftest import World, office_of

SignIn = Callable[[Person], Client]


@pytest.fixture
def administrator(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.administrators(world.developer)[0])


def at(answer: object, name: str, says: str) -> bool:
    return says in field(answer, name) and f'href="#id_{name}' in summary(answer)


def invited(world: World, **other: str) -> dict[str, str]:
    return {
        "email": "new@hr.example",
        "name": "New",
        "office": str(office_of(world.developer, "Policy").pk),
    } | other


def test_an_address_that_has_an_account(world: World, administrator: Client) -> None:
    member = world.administrators(world.developer)[1].email
    answer = administrator.post(
        f"/people/{world.developer.pk}/invitations/add/", invited(world, email=member)
    )
    assert answer.status_code == 409
    assert at(answer, "email", "Somebody with this mailbox has an account in this organization.")


def test_a_name_of_two_alphabets(world: World, administrator: Client) -> None:
    sent = invited(world, name="D\u0430na")
    answer = administrator.post(f"/people/{world.developer.pk}/invitations/add/", sent)
    assert at(answer, "name", "Type it in one alphabet.")


def test_an_import_of_nothing(world: World, administrator: Client) -> None:
    answer = administrator.post(f"/people/{world.developer.pk}/import/", {"text": " "})
    assert at(answer, "file", "Choose a file, or paste its lines.")


def test_an_office_that_is_there(world: World, administrator: Client) -> None:
    answer = administrator.post(f"/people/{world.developer.pk}/offices/add/", {"name": "policy"})
    assert answer.status_code == 409
    assert at(answer, "name", "There is an office named “policy” already.")


@pytest.mark.parametrize("name", ["name", "short_name", "office"])
def test_each_name_of_a_new_organization(world: World, sign_in: SignIn, name: str) -> None:
    new = {"name": "Borealis", "short_name": "BL", "side": "developer", "office": "Front"} | {name: "Халцион"}
    answer = sign_in(world.operators[0]).post("/people/register/", new)
    assert at(answer, name, "Write this name in Latin letters.")
    assert summary(answer).count("Write this name") == 1


def test_the_end_of_a_role(world: World, administrator: Client) -> None:
    someone = world.person(office_of(world.developer, "Policy"), "Dora Draft")
    sent = {"role": "drafter", "office": str(someone.office_id), "until": "2020-01-01T09:00"}
    answer = administrator.post(f"/people/{world.developer.pk}/people/{someone.pk}/roles/add/", sent)
    assert at(answer, "until", "Choose an end that lies ahead.")


def test_a_missing_reason(world: World, sign_in: SignIn) -> None:
    answer = sign_in(world.operators[0]).post(
        f"/people/{world.developer.pk}/close/", {"reason": "SECRET//NOFORN"}
    )
    assert answer.status_code == 409
    assert at(answer, "reason", "SECRET//NOFORN")
