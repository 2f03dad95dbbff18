"""To all but its administrators, its auditor and site operators, an organization does not exist (404, not 403)."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from designation.people.actions import appointments, invitations
from designation.people.models import Person
from designation.roles import Role

from .conftest import World, actor, office_of

SignIn = Callable[[Person], Client]


def addresses(world: World) -> list[str]:
    """Every address under the developer's organization."""
    ada, adrian = world.administrators(world.developer)
    invitation = invitations.prepare(
        world.developer,
        actor=actor(ada),
        email="new@hr.example",
        name="New",
        office=office_of(world.developer, "Policy"),
    )
    root = f"/people/{world.developer.pk}/"
    person, role = f"{root}people/{adrian.pk}/", f"{root}roles/{adrian.appointments.get().pk}/"
    invited = f"{root}invitations/{invitation.pk}/"
    return [
        root, f"{root}close/", f"{root}offices/add/", f"{root}import/",
        f"{root}invitations/", f"{root}invitations/add/",
        person, f"{person}close/", f"{person}reopen/", f"{person}roles/add/",
        role, f"{role}delegate/", f"{role}activate/", f"{role}decline/", f"{role}end/", f"{role}take-back/",
        f"{invited}send/", f"{invited}revoke/",
    ]  # fmt: skip


def without_token(page: HttpResponse) -> bytes:
    """The page without the form token, which differs with every page."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page.content)


def test_another_organizations_administrator_finds_nothing_there(world: World, sign_in: SignIn) -> None:
    stranger = sign_in(world.administrators(world.agency)[0])
    for address in addresses(world):
        assert stranger.get(address).status_code == 404, address
        assert stranger.post(address).status_code == 404, address


def test_a_colleague_without_an_administrators_role_finds_nothing_there(
    world: World, sign_in: SignIn
) -> None:
    dora = world.person(office_of(world.developer, "Policy"), "Dora Draft", Role.DRAFTER)
    colleague = sign_in(dora)
    assert {colleague.get(address).status_code for address in addresses(world)} == {404}


def test_one_who_is_not_signed_in_is_asked_to_sign_in(world: World) -> None:
    for address in addresses(world):
        assert Client().get(address)["Location"].startswith("/accounts/login/")


def test_what_does_not_exist_looks_like_what_is_not_yours(world: World, sign_in: SignIn) -> None:
    stranger = sign_in(world.administrators(world.agency)[0])
    missing = stranger.get(f"/people/{'0' * 8}-0000-4000-8000-{'0' * 12}/")
    hidden = stranger.get(f"/people/{world.developer.pk}/")
    assert (missing.status_code, hidden.status_code) == (404, 404)
    assert without_token(missing) == without_token(hidden)


def test_things_of_another_organization_are_not_found_under_the_own_one(
    world: World, sign_in: SignIn
) -> None:
    own = f"/people/{world.agency.pk}/"
    theirs = world.administrators(world.developer)[0]
    gail = sign_in(world.administrators(world.agency)[0])
    assert gail.get(f"{own}people/{theirs.pk}/").status_code == 404
    assert gail.get(f"{own}roles/{theirs.appointments.get().pk}/").status_code == 404
    assert gail.post(f"{own}roles/{theirs.appointments.get().pk}/end/").status_code == 404
    assert theirs.appointments.get().state == "active"


def test_an_auditor_reads_the_own_side_and_changes_nothing(world: World, sign_in: SignIn) -> None:
    auditor = sign_in(world.person(office_of(world.developer, "Audit"), "Aud Itor", Role.AUDITOR))
    root = f"/people/{world.developer.pk}/"
    page = auditor.get(root)
    assert page.status_code == 200
    assert "Invite somebody" not in page.content.decode()
    assert auditor.get(f"{root}invitations/").status_code == 200
    assert auditor.get(f"{root}invitations/add/").status_code == 404
    assert auditor.get(f"/people/{world.agency.pk}/").status_code == 404


def test_an_administrator_is_led_to_the_own_organization(world: World, sign_in: SignIn) -> None:
    ada = world.administrators(world.developer)[0]
    assert sign_in(ada).get("/people/")["Location"] == f"/people/{world.developer.pk}/"


def test_a_role_taken_away_a_moment_ago_ends_an_open_session_here(world: World, sign_in: SignIn) -> None:
    ada, adrian = world.administrators(world.developer)
    session = sign_in(ada)
    root = f"/people/{world.developer.pk}/"
    assert session.get(root).status_code == 200
    appointments.end(ada.appointments.get(), actor=actor(adrian))
    assert session.get(root).status_code == 404
    assert session.post(f"{root}offices/add/", {"name": "New office"}).status_code == 404
    assert not world.developer.offices.filter(name="New office").exists()


def test_the_menu_shows_people_only_to_those_who_may_open_them(world: World, sign_in: SignIn) -> None:
    dora = world.person(office_of(world.developer, "Policy"), "Dora Draft", Role.DRAFTER)
    assert 'href="/people/"' not in sign_in(dora).get("/about/").content.decode()
    assert (
        'href="/people/"' in sign_in(world.administrators(world.developer)[0]).get("/about/").content.decode()
    )


@pytest.mark.parametrize("rows", [3, 60])
def test_the_page_takes_twelve_queries_at_most_whatever_the_number_of_people(
    world: World, sign_in: SignIn, django_assert_max_num_queries: Callable[[int], object], rows: int
) -> None:
    office = office_of(world.developer, "Policy")
    ada = world.administrators(world.developer)[0]
    for number in range(rows):
        person = Person(name=f"Person {number:03}", email=f"p{number}@hr.example", office=office)
        person.save()
        if number < 12:
            appointments.propose(person, actor=actor(ada), role=Role.SECURITY_CONTACT)
    session = sign_in(ada)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]  # a fixture without a public type
        page = session.get(f"/people/{world.developer.pk}/")
    assert ("Next" in page.content.decode()) is (rows == 60)
