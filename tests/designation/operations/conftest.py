"""Servers that these tests may break, and a world whose changes are really committed."""

import copy
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from designation.demo.world import World
from designation.web import degraded
from tests.conftest import copy_of_database
from tests.database_templates import Kept
from tests.designation.operations.breaking import OwnPostgres, OwnRedis, own_postgres, working_in


@pytest.fixture
def committed_world(people_kept: Kept, django_db_blocker: Any) -> Iterator[World]:
    """The demonstration's people and policy in a copy of their own, where transactions end for real."""
    with copy_of_database(django_db_blocker, of=people_kept.database):
        yield pickle.loads(people_kept.made)


@pytest.fixture
def own_redis(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Iterator[OwnRedis]:
    """A Redis of the test's own, to which the site is pointed, with any cache that would be kept in one."""
    server = OwnRedis(_short(tmp_path_factory))
    settings.REDIS_URL = server.url
    settings.CACHES = {
        name: cache | {"LOCATION": server.url} if "LOCATION" in cache else cache
        for name, cache in settings.CACHES.items()
    }
    server.start()
    degraded.watch.look_again()
    yield server
    server.stop()
    degraded.watch.look_again()


@pytest.fixture(scope="session")
def breakable(people_kept: Kept, django_db_blocker: Any) -> Iterator[tuple[OwnPostgres, World]]:
    """A PostgreSQL with the world in it, made once for all tests that break it."""
    with own_postgres(connections["default"].settings_dict | {"NAME": people_kept.database}) as server:
        yield server, pickle.loads(people_kept.made)


@pytest.fixture
def world_at_risk(
    breakable: tuple[OwnPostgres, World], django_db_blocker: Any
) -> Iterator[tuple[OwnPostgres, World]]:
    """Let Django work in the PostgreSQL that is going to be broken."""
    with django_db_blocker.unblock(), working_in(breakable[0]):
        yield breakable[0], copy.deepcopy(breakable[1])


def _short(factory: pytest.TempPathFactory) -> Path:
    return factory.mktemp("r", numbered=True)
