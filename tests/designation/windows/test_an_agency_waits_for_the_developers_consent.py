"""An agency that the government's counter adds sees nothing of the matter before the developer agrees to it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.models import Window
from designation.windows import actions as windows
from tests.designation.walking import catch_up, refused
from tests.designation.windows.dropping import naming

AsPerson = Callable[[World, str], Client]


@pytest.fixture
def countered(present: World, proposed: Window) -> Window:
    """A window that the developer proposed to NSA alone, and to which the government's counter adds CISA."""
    present.act(proposed, "revise", "carl", terms=naming(present, proposed, "nsa"))
    present.act(proposed, "counter", "ravi", terms=naming(present, proposed, "nsa", "cisa"))
    return proposed


def what_arno_finds(world: World, window: Window, as_person: AsPerson) -> set[int]:
    catch_up(world)
    number = window.request.number
    pages = [reverse("request", args=[number]), reverse("window", args=[number, 1])]
    return {as_person(world, "arno").get(page).status_code for page in pages}


def nominating_eli(world: World, window: Window) -> tuple[str, ...]:
    return refused(
        lambda: windows.nominate(window, actor=world.actor("ravi"), person=world.people["eli"], now=world.now)
    )


def test_a_counter_lets_nobody_in(present: World, countered: Window, as_person: AsPerson) -> None:
    assert what_arno_finds(present, countered, as_person) == {410}
    assert nominating_eli(present, countered) == ("not_eligible",)


def test_the_developers_signature_does(present: World, countered: Window, as_person: AsPerson) -> None:
    present.act(countered, "accept_terms", "carl")
    assert what_arno_finds(present, countered, as_person) == {200}
    assert nominating_eli(present, countered) == ()


def test_so_does_their_own_version(present: World, countered: Window, as_person: AsPerson) -> None:
    present.act(countered, "revise", "carl", terms=countered.terms.content | {"logs": "A week."})
    present.act(countered, "counter", "ravi", terms=countered.terms.content | {"retention": "None."})
    assert what_arno_finds(present, countered, as_person) == {200}
