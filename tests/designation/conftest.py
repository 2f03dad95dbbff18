"""The demonstration world as a fixture: people, a policy in force, and helpers to walk requests through their steps."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from designation import demonstration
from designation.demonstration import World
from designation.web.actor import PROVED_AT
from workflow import clock


@pytest.fixture
def demo_world(db: None) -> World:
    """Organisations, people with their roles and a policy in force; the world's instant is 40 days ago."""
    return demonstration.people_and_policy(clock.now() - timedelta(days=40))


@pytest.fixture
def full_world(db: None) -> World:
    """The whole demonstration with its requests, as `manage.py demo` loads it."""
    return demonstration.load()


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
