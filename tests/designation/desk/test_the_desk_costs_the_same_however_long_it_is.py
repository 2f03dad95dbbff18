"""The desk takes at most twelve queries, the same number however many rows there are, and cuts long lists in words.

Each rare source of which the person has rows takes one more.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from designation.demo.world import World
from designation.desk.task_list import SHOWN
from designation.people.actions import appointments
from designation.policies import actions as policies
from designation.requests.actions import drafting as requests
from designation.roles import Role
from tests.designation.walking import appoint, request_in, window_in
from workflow import clock

Browser = Callable[[World, str], Client]
LIMIT = 12
KEYS = ("dana", "carl", "sam", "maya", "ines", "ravi", "dora", "cora", "abel", "ira", "paul", "eve", "olga")


@pytest.fixture
def world(demo_world: World) -> World:
    demo_world.now = clock.now() - timedelta(days=2)
    return demo_world


def populate(world: World, name: str) -> None:
    """Bring about rows of every kind that a desk lists."""
    for state in ("draft", "submitted", "clarification_requested", "in_assessment", "recommended"):
        request_in(world, state, f"{state} {name}")
    covered = request_in(world, "covered", f"Covered {name}")
    for place, state in enumerate(("draft", "proposed", "countered")):
        window_in(world, covered, state, opens_in=5 + 6 * place, days=4)
    window_in(world, request_in(world, "covered", f"Open {name}"), "open")
    request_in(world, "covered", f"Without a window {name}")
    policies.draft(actor=world.actor("paul"), now=world.now)


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get("/").status_code == 200
    return len(caught)


def test_no_desk_takes_more_queries_when_it_grows(world: World, as_person: Browser) -> None:
    populate(world, "one")
    clients = {key: as_person(world, key) for key in KEYS}
    for client in clients.values():
        queries(client)  # the first page of a session also renews it
    before = {key: queries(client) for key, client in clients.items()}
    appointments.propose(
        world.people["dana"], actor=world.actor("maya"), role=Role.CERTIFYING_OFFICER, now=world.now
    )
    populate(world, "two")
    populate(world, "three")
    assert {key: queries(client) for key, client in clients.items()} == before
    assert max(before.values()) <= LIMIT


def test_who_has_many_roles_needs_no_more_than_twelve(world: World, as_person: Browser) -> None:
    populate(world, "one")
    for role in (Role.CONSULTED_OFFICIAL, Role.POLICY_EDITOR, Role.EVALUATOR, Role.DETERMINING_OFFICIAL):
        appoint(world, "ravi", role)
    client = as_person(world, "ravi")
    queries(client)
    assert queries(client) <= LIMIT


def test_a_list_that_is_cut_says_so(world: World, as_person: Browser) -> None:
    first = request_in(world, "draft")
    for _ in range(SHOWN - 1):
        requests.begin(first.model, actor=world.actor("dana"), now=world.now)
    client = as_person(world, "dana")
    assert "There are more" not in client.get("/").content.decode()
    requests.begin(first.model, actor=world.actor("dana"), now=world.now)
    page = client.get("/")
    assert len(page.context["tasks"]) == SHOWN
    assert "There are more. These are due first." in page.content.decode()
