"""Lists of people and organizations stand in the order of their letters, and a search finds every spelling."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from designation.content.folding import folded
from designation.demo import world as demonstration
from designation.people.actions import invitations, organizations
from designation.people.forms import DelegateForm
from designation.people.models import Invitation, Office, Organization, Person
from designation.people.signers import holders
from designation.roles import Role, Side

from .conftest import World, actor, office_of

SignIn = Callable[[Person], Client]
NAMES = (
    "Zoe Ames",
    "Émile Dubois",
    "van der Berg",
    "Vance Ito",
    "Liam O’Brien",
    "Nora O'Brien",
    "Ursula Ray",
)
IN_ORDER = [
    *("Émile Dubois", "Liam O’Brien", "Nora O'Brien", "Ursula Ray", "van der Berg", "Vance Ito", "Zoe Ames")
]
SPELLINGS = {
    "emile": ["Émile Dubois"],
    "ÉMILE": ["Émile Dubois"],
    "obrien": ["Liam O’Brien", "Nora O'Brien"],
    "o'brien": ["Liam O’Brien", "Nora O'Brien"],
    "O’Brien": ["Liam O’Brien", "Nora O'Brien"],
    "der berg": ["van der Berg"],
    "'": [],
}


def rows(page: str) -> list[str]:
    """Return the test's names that the rows of a page's table begin with, in their order."""
    cells = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', page, re.DOTALL)
    texts = [unescape(re.sub("<[^>]+>", " ", cell)).strip() for cell in cells]
    return [name for text in texts for name in NAMES if text.startswith(name)]


@pytest.fixture
def named(world: World) -> World:
    office = office_of(world.developer, "Policy")
    for place, name in enumerate(NAMES):
        world.person(office, name, Role.DRAFTER, email=f"person{place}@hr.example")
    return world


def test_people_stand_in_order_and_are_found_however_they_are_spelled(named: World, sign_in: SignIn) -> None:
    administrator = sign_in(named.administrators(named.developer)[0])
    address = f"/people/{named.developer.pk}/"
    assert rows(administrator.get(address).content.decode()) == IN_ORDER
    for typed, found in SPELLINGS.items():
        assert rows(administrator.get(address, {"q": typed}).content.decode()) == found, typed


def test_organizations_stand_in_order_and_are_found(world: World, sign_in: SignIn) -> None:
    for place, name in enumerate(NAMES):
        organizations.register(
            actor=actor(world.operators[0]),
            name=name,
            short_name=f"N{place}",
            side=Side.DEVELOPER,
            office="Policy",
        )
    operator = sign_in(world.operators[0])
    assert rows(operator.get("/people/").content.decode()) == IN_ORDER
    for typed, found in SPELLINGS.items():
        assert rows(operator.get("/people/", {"q": typed}).content.decode()) == found, typed


def test_pages_of_a_long_list_follow_each_other_in_order(world: World, sign_in: SignIn) -> None:
    office = office_of(world.developer, "Policy")
    names = [
        f"{first}{number:02}" for number in range(12) for first in ("Émile ", "emil ", "Zoe ", "O’B ", "o'b ")
    ]
    for place, name in enumerate(names):
        Person.objects.create_user(f"p{place}@hr.example", name=name, office=office)
    administrator = sign_in(world.administrators(world.developer)[0])
    address, read = f"/people/{world.developer.pk}/", []
    answer = administrator.get(address)
    while True:
        read += [person.name for person in answer.context["page"].rows]
        if not answer.context["page"].next_url:
            break
        answer = administrator.get(address + answer.context["page"].next_url)
    assert len(read) == len(set(read)) == len(names) + 2
    assert [folded(name) for name in read] == sorted(folded(name) for name in read)


def test_invitations_stand_in_order_of_names(world: World, sign_in: SignIn) -> None:
    administrator = world.administrators(world.developer)[0]
    for place, name in enumerate(NAMES):
        invitations.invite(
            world.developer,
            actor=actor(administrator),
            email=f"new{place}@hr.example",
            name=name,
            office=office_of(world.developer, "Policy"),
        )
    page = sign_in(administrator).get(f"/people/{world.developer.pk}/invitations/").content.decode()
    assert rows(page) == IN_ORDER


def test_choices_of_people_stand_in_order(named: World) -> None:
    form = DelegateForm(organization=named.developer, without=named.administrators(named.developer)[0])
    offered = [person.name for person in form.fields["to"].queryset]  # type: ignore[attr-defined]  # a field of choices
    assert [name for name in offered if name in NAMES] == IN_ORDER
    assert [person.name for person in holders([Role.DRAFTER])] == IN_ORDER


def test_a_new_name_has_a_new_key(named: World) -> None:
    person = Person.objects.get(name="Zoe Ames")
    person.name = "Ærø Ames"
    person.save(update_fields=["name"])
    assert Person.objects.get(pk=person.pk).folded == "aero ames"


def test_every_name_of_the_demonstration_has_its_key(full_world: demonstration.World) -> None:
    assert full_world.people
    for model in (Person, Organization, Office, Invitation):
        written = list(model._default_manager.values_list("name", "folded"))
        assert written
        assert [name for name, key in written if key != folded(name)] == []
