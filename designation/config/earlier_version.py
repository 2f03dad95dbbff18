"""Databases of versions before the first release are refused: their migrations were replaced by two for each app."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader

APPS = ("workflow", "designation")
SENTENCE = (
    "This database was made by an earlier version of this software and cannot be used with this one: "
    "run `make demo-reset`, which deletes the demonstration's data, and start again."
)


@checks.register(checks.Tags.database)
def database_is_of_this_version(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Refuse a database in which migrations were applied that this version does not have.

    `migrate` runs the database checks before it does anything, so it changes nothing there. Raises: CommandError,
    because one sentence says all: what other checks would find follows from it.
    """
    for alias in databases or ():
        loader = MigrationLoader(connections[alias])
        unknown = loader.applied_migrations.keys() - loader.disk_migrations.keys()
        if any(app in APPS for app, _name in unknown):
            raise CommandError(SENTENCE)
    return []
