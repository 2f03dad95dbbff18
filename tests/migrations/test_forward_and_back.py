"""Every migration applies to a database that holds the demonstration, and can be taken back and applied again."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from designation.demo.world import load
from tests.migrations.refused import APPS

FIRST = "0001_tables"
IRREVERSIBLE: dict[str, str] = {}
"""`app.name` of migrations that cannot be taken back, each with its reason. There is none."""

KEPT = ("workflow_entry", "workflow_log", "designation_person", "designation_request", "designation_party")
"""Tables of the first migrations: what is taken back leaves their rows alone."""


@pytest.fixture
def in_use(fresh_database: str, renderer: object) -> Iterator[None]:
    """A database of its own with the demonstration in it."""
    load()
    yield
    connection.close()


def steps() -> list[tuple[str, str, str]]:
    """Return app, name and the one before of each migration that can go while all others stay, the last one first.

    What the first migration of the framework needs stays with it: to take that back is to drop every table.
    """
    graph = MigrationLoader(connection).graph
    first = set(graph.forwards_plan((APPS[-1], FIRST)))
    found = []
    for app in reversed(APPS):
        names = sorted(name for where, name in graph.nodes if where == app)
        found += [(app, name, before) for before, name in pairwise(names) if (app, name) not in first][::-1]
    return found


def rows() -> dict[str, Any]:
    with connection.cursor() as cursor:
        counted = {}
        for table in KEPT:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counted[table] = cursor.fetchone()[0]
    return counted


def migrate(app: str, name: str) -> None:
    call_command("migrate", app, name, verbosity=0)


def test_each_migration_goes_back_and_forward_over_data(in_use: None) -> None:
    before = rows()
    assert all(before.values())
    taken_back = []
    for app, name, earlier in steps():
        if f"{app}.{name}" in IRREVERSIBLE:
            break
        migrate(app, earlier)
        taken_back.append((app, name))
        assert rows() == before, name
    for app, name in reversed(taken_back):
        migrate(app, name)
    assert rows() == before
    call_command("migrate", verbosity=0)  # the tests' own tables need the guards, and went with them
    call_command("migrate", check_unapplied=True, verbosity=0)
    assert run_checks(databases=["default"]) == []


def test_what_is_called_irreversible_is_a_migration() -> None:
    disk = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    assert set(IRREVERSIBLE) <= disk
