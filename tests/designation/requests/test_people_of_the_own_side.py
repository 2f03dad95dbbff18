"""The page of a request names who takes part on the reader's own side, and nobody else."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from tests.designation.walking import request_in, window_in

AsPerson = Callable[[World, str], Client]


def people(world: World, as_person: AsPerson, number: str, key: str) -> dict[str, str]:
    """Return who is named to a person, and as what."""
    page = as_person(world, key).get(f"/requests/{number}/").content.decode()
    listed = re.search(r'(?s)<ul class="[^"]*fd-people">(.*?)</ul>', page)
    found = re.findall(r'<li>(.*?) <span class="fd-quiet">(.*?)</span>', listed[1] if listed else "")
    return dict(found)


def test_each_side_reads_of_its_own(present: World, as_person: AsPerson) -> None:
    number = request_in(present, "in_assessment").number
    developers = people(present, as_person, number, "dana")
    assert developers["Carl Brandt"] == "Certifying officer"
    assert "Ravi Menon" not in developers
    officials = people(present, as_person, number, "ravi")
    assert {"Ravi Menon", "Cora Lindqvist", "Dora Whitfield"} <= officials.keys()
    assert "Carl Brandt" not in officials


def test_who_is_recused_is_not_listed(present: World, as_person: AsPerson) -> None:
    request = request_in(present, "in_assessment")
    present.act(request, "recuse", "rosa")
    assert "Rosa Keller" not in people(present, as_person, request.number, "ravi")


@pytest.mark.parametrize("key", ["eve"])
def test_who_evaluates_alone_reads_of_nobody(present: World, as_person: AsPerson, key: str) -> None:
    request = request_in(present, "covered")
    window_in(present, request, "open", opens_in=0.1)
    assert people(present, as_person, request.number, key) == {}
