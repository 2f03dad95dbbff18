"""Databases of versions before the first release are refused: their migrations were replaced by two for each app."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader

APPS = ("workflow", "designation")
SENTENCE = (
    "This database was made by an earlier version of this software and cannot be used with this one: "
    "run `make demo-reset`, which deletes the demonstration's data, and start again."
)

OF_A_LATER_RELEASE = (
    "A later release migrated this database, so this release cannot check or migrate it. It can serve the site. "
    "designation/docs/OPERATING.md says under “Going back” what to do."
)
"""What is said in production, where no database can be from before the first release."""


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
            raise CommandError(OF_A_LATER_RELEASE if settings.PRODUCTION else SENTENCE)
    return []
