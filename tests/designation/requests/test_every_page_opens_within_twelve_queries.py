"""Every page of a matter opens for those concerned, with at most twelve queries however many rows there are."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from designation.demo import cast
from designation.demo import world as demonstration
from designation.demo.world import World
from designation.models import Party, Person, Request, Window
from designation.roles import Role
from designation.web.access import access_of
from tests.designation.walking import appoint
from workflow import clock

LIMIT = 12
LIMIT_OF_A_DESK = 13
"""A desk reads one more table for each rare kind of row that waits for its reader, such as a case or a suspension."""
KEYS = list(cast.SHOWN)


def addresses(person: Person) -> Iterator[str]:
    """Every address that the lists and tabs lead a person to."""
    held = person.roles_held()
    yield from (
        reverse(name) for name in ("desk", "requests", "my_windows") if access_of(name).opens_for(held)
    )
    mine = Party.of(person.pk).values("matter")
    for request in Request.objects.filter(log__in=mine):
        for name in ("request", "application", "questions", "windows", "review", "record"):
            yield reverse(name, args=[request.number])
    for window in Window.objects.filter(log__in=mine).select_related("request"):
        for name in ("window", "window_record"):
            yield reverse(name, args=[window.request.number, window.number])


def opens(address: str, side: str) -> bool:
    """Whether a page is for this person: reviewing is the government's."""
    kind = address.rstrip("/").rsplit("/", 1)[-1]
    return kind != "review" or side == "government" or address == reverse("review_queue")


@pytest.mark.parametrize("key", KEYS)
def test_pages_open(full_world: World, as_person: Callable[[World, str], Client], key: str) -> None:
    client = as_person(full_world, key)
    side = full_world.people[key].organization.side
    answers = {}
    for address in addresses(full_world.people[key]):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            response = client.get(address)
        expected = 200 if opens(address, side) else 404
        answers[address] = (response.status_code, len(caught))
        assert response.status_code == expected, address
        limit = LIMIT_OF_A_DESK if address == reverse("desk") else LIMIT
        assert len(caught) <= limit, (address, len(caught), [q["sql"][:160] for q in caught.captured_queries])
    assert answers


def test_the_number_of_queries_does_not_grow(
    full_world: World, as_person: Callable[[World, str], Client]
) -> None:
    client = as_person(full_world, "ines")

    def queries() -> list[int]:
        found = []
        for name in ("desk", "requests", "review_queue"):
            with CaptureQueriesContext(connection) as caught:
                assert client.get(reverse(name)).status_code == 200
            found.append(len(caught))
        return found

    before = queries()
    for number in range(12):
        demonstration.filed(full_world, f"Cedar {number}")
    assert Request.objects.count() > 12
    assert queries() == before


def test_the_window_page_costs_the_same_with_many_evaluators(
    full_world: World, as_person: Callable[[World, str], Client]
) -> None:
    window = Window.objects.get(state="open", partner=None)
    full_world.now = clock.now()
    client = as_person(full_world, "sam")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert (
                client.get(reverse("window", args=[window.request.number, window.number])).status_code == 200
            )
        return len(caught)

    queries()  # the first page of a session also renews it
    before = queries()
    appoint(full_world, "rosa", Role.EVALUATOR)
    demonstration.evaluator_ready(full_world, window, "rosa")
    assert queries() == before
