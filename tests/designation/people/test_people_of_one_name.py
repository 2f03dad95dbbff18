"""Whoever chooses a person can tell two of one name apart."""

import re
from collections.abc import Callable
from html import unescape

from django.test import Client

from designation.demo.world import World
from designation.models import Person
from tests.designation.walking import request_in

AsPerson = Callable[[World, str], Client]


def leads(world: World, as_person: AsPerson) -> dict[str, str]:
    """Return what the form that names a lead reviewer offers, by id."""
    request = request_in(world, "submitted")
    page = as_person(world, "ines").get(f"/requests/{request.number}/steps/accept/").content.decode()
    offered = re.findall(r'<option value="([0-9a-f-]{36})"[^>]*>([^<]*)', page)
    return {key: unescape(label).strip() for key, label in offered}


def test_a_name_that_is_ones_own_stands_alone(present: World, as_person: AsPerson) -> None:
    assert set(leads(present, as_person).values()) == {"Ravi Menon", "Rosa Keller"}


def test_two_of_one_name_stand_with_their_addresses(present: World, as_person: AsPerson) -> None:
    Person.objects.filter(pk=present.people["rosa"].pk).update(name="Ravi Menon")
    offered = leads(present, as_person)
    assert offered[str(present.people["ravi"].pk)] == "Ravi Menon (ravi@nsa.example)"
    assert offered[str(present.people["rosa"].pk)] == "Ravi Menon (rosa@nsa.example)"
