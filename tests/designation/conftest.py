"""The demonstration world as a fixture: people, a policy in force, and helpers to walk requests through their steps.

The world is made once for each test process, in a database of its own; each test works on it inside a transaction that
is rolled back, so it costs a test nothing.
"""

import copy
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client

from designation import demonstration
from designation.demonstration import World
from designation.models import Request
from designation.web.actor import PROVED_AT
from tests.conftest import copy_of_database
from tests.designation.walking import request_in
from workflow import clock

_kept: dict[str, Any] = {}


@pytest.fixture(scope="session")
def world_database(migrated_database: None, django_db_blocker: Any) -> Iterator[tuple[str, World]]:
    """A database that holds the people and the policy; their instant is 40 days ago."""

    def people() -> World:
        return demonstration.people_and_policy(clock.now() - timedelta(days=40))

    yield from populated(people, django_db_blocker)


@pytest.fixture(scope="session")
def full_database(migrated_database: None, django_db_blocker: Any) -> Iterator[tuple[str, World]]:
    """A database that holds the whole demonstration, as `manage.py demo` loads it."""
    yield from populated(demonstration.load, django_db_blocker)


@pytest.fixture(scope="session")
def covered_database(
    world_database: tuple[str, World], django_db_blocker: Any
) -> Iterator[tuple[str, World]]:
    """A database that holds the people, the policy and a request whose model was just determined to be covered."""

    def cover() -> World:
        world = at_present(copy.deepcopy(world_database[1]))
        request_in(world, "covered")
        return world

    yield from populated(cover, django_db_blocker, base=world_database[0])


def populated(
    populate: Callable[[], Any], blocker: Any, base: str | None = None
) -> Iterator[tuple[str, Any]]:
    """Keep a populated copy of `base`, or of the migrated database, for the session; Django goes on in the one it had.

    Yields the copy's name and what `populate` returned.
    """
    settings = connections["default"].settings_dict
    before = settings["NAME"]
    let_go(base)
    with copy_of_database(blocker, of=base) as name:
        with blocker.unblock():
            made = populate()
            connections.close_all()
        settings["NAME"] = before
        yield name, made
        let_go(name)


@pytest.fixture
def demo_world(world_database: tuple[str, World], django_db_blocker: Any) -> Iterator[World]:
    """Organisations, people with their roles and a policy in force."""
    with inside(world_database, django_db_blocker) as world:
        yield world


@pytest.fixture
def full_world(full_database: tuple[str, World], django_db_blocker: Any) -> Iterator[World]:
    """The whole demonstration with its requests."""
    with inside(full_database, django_db_blocker) as world:
        yield world


@pytest.fixture
def covered_world(covered_database: tuple[str, World], django_db_blocker: Any) -> Iterator[World]:
    """The demonstration world with a covered model in it."""
    with inside(covered_database, django_db_blocker) as world:
        yield world


@pytest.fixture
def present(request: pytest.FixtureRequest) -> World:
    """The demonstration world at present; a test that asks for `covered` finds that request in it."""
    name = "covered_world" if "covered" in request.fixturenames else "demo_world"
    return at_present(request.getfixturevalue(name))


@pytest.fixture
def covered(present: World) -> Request:
    """A request whose model was determined to be covered."""
    return Request.objects.get(state="covered")


def at_present(world: World) -> World:
    """Let the world's instant be one minute ago, so that pages and steps agree about the time."""
    world.now = max(world.now, clock.now() - timedelta(minutes=1))
    return world


@contextmanager
def inside(database: tuple[str, Any], blocker: Any) -> Iterator[Any]:
    """Work in a database inside a transaction that leaves nothing behind; yields a copy of what it was populated with.

    The connection is kept for the next test: what PostgreSQL has learned over it would otherwise be learned anew.
    """
    name, made = database[0], pickle.dumps(database[1])
    with blocker.unblock(), _connected_to(name), transaction.atomic():
        yield pickle.loads(made)
        transaction.set_rollback(True)


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    """Let Django work in another database, over the connection that was used there before."""
    connection = connections["default"]
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = _kept.pop(name, None), name
    if connection.connection is not None:  # whatever the test before left the other connection in
        connection.autocommit = connection.connection.autocommit
    try:
        yield
    finally:
        _kept[name], connection.connection = connection.connection, None
        connection.settings_dict["NAME"] = before


def let_go(name: str) -> None:
    """End the connection that is kept to a database, so that it can be copied."""
    if kept := _kept.pop(name, None):
        kept.close()


@pytest.fixture
def as_person() -> Callable[[World, str], Client]:
    """Return a browser in which somebody of the world is signed in and has just proved who they are."""

    def signed_in(world: World, key: str) -> Client:
        client = Client()
        client.force_login(world.people[key])
        session = client.session
        session[PROVED_AT] = clock.now().isoformat()
        session.save()
        return client

    return signed_in
