"""`manage.py write_catalog [APP…]`: writes the definitions that Django's migrations create into `catalog.json`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from workflow.sql import catalog


class Command(BaseCommand):
    help = (
        "Write the constraints and unique indexes of a freshly migrated database into migrations/catalog.json "
        "of the apps named, or of every app that has this file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take apps, and whether only to compare."""
        parser.add_argument("apps", nargs="*", metavar="APP")
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail if a file is not current."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Migrate a new database, read it and drop it again."""
        chosen = [apps.get_app_config(name) for name in options["apps"]] or catalog.catalogued()
        with _new_database():
            found = catalog.stored(connection)
        texts = {catalog.path_of(app): catalog.text_of(app, found) for app in chosen}
        old = [path for path, text in texts.items() if not path.exists() or path.read_text("utf-8") != text]
        if check and old:
            raise CommandError(f"Not current: {', '.join(map(str, old))}. Run manage.py write_catalog.")
        if check:
            return
        for path in old:
            path.write_text(texts[path], encoding="utf-8")
        self.stdout.write(f"{len(texts)} catalogs are current; {len(old)} of them were not.")


@contextmanager
def _new_database() -> Iterator[None]:
    """Let Django work in a migrated database that is dropped afterwards. Needs a login that may create databases."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
