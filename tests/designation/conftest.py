"""The demonstration world as a fixture: people, a policy in force, and helpers to walk requests through their steps.

It is made once in a run, in a database of its own; each test works in a copy, inside a transaction that is rolled back,
so it costs a test nothing.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client

from designation.demo import world as demonstration
from designation.demo.world import World
from designation.models import Request
from designation.web.actor import PROVED_AT, PROVED_BY
from tests.database_templates import Kept, Shelf
from tests.designation.walking import at_present, request_in
from tests.fixture_cache import came_at, inside
from workflow import clock


@pytest.fixture(scope="session")
def people_kept(shelf: Shelf) -> Kept:
    """A database that holds the people and the policy; their instant is 40 days ago."""
    return shelf.kept(
        "people",
        lambda: demonstration.people_and_policy(clock.now() - timedelta(days=40)),
        of=shelf.migrated(),
    )


@pytest.fixture(scope="session")
def demonstration_kept(shelf: Shelf, renderer_socket: str) -> Kept:
    """A database that holds the whole demonstration, as `manage.py demo` loads it."""
    return shelf.kept("demonstration", demonstration.load, of=shelf.migrated())


@pytest.fixture
def demo_world(people_kept: Kept, shelf: Shelf, request: pytest.FixtureRequest) -> Iterator[World]:
    """Organizations, people with their roles and a policy in force.

    A test that changes how things work walks its walks itself.
    """
    with inside(shelf, people_kept) as world:
        if not {"monkeypatch", "settings"} & set(request.node._fixtureinfo.argnames):
            came_at(world, "then")
        yield world


@pytest.fixture
def full_world(demonstration_kept: Kept, shelf: Shelf, kept_vault: None) -> Iterator[World]:
    """The whole demonstration with its requests."""
    with inside(shelf, demonstration_kept) as world:
        yield world


@pytest.fixture
def present(demo_world: World) -> World:
    """The demonstration world at present."""
    return at_present(demo_world)


@pytest.fixture
def covered(present: World) -> Request:
    """A request whose model was just determined to be covered."""
    return request_in(present, "covered")


@pytest.fixture
def as_person() -> Callable[[World, str], Client]:
    """Return a browser in which somebody of the world is signed in and has just proved who they are."""

    def signed_in(world: World, key: str) -> Client:
        client = Client()
        client.force_login(world.people[key])
        session = client.session
        session[PROVED_AT] = clock.now().isoformat()
        session[PROVED_BY] = "password"
        session.save()
        return client

    return signed_in
