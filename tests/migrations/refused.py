"""What no migration may do to a table that is in use, and which migrations came before there was any.

The SQL of each migration is read by squawk, a linter for PostgreSQL. Tables that the same migration makes are empty, so
that whatever it does to them is let pass.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from subprocess import run
from typing import Any

APPS = ("workflow", "designation")
OLDEST_POSTGRESQL = "15.0"

BASELINE = {"workflow": "0002_guards", "designation": "0002_guards"}
"""The last migration of each app that was written before the first release, when every table was empty."""

REFUSED = {
    "require-concurrent-index-creation": "Building an index locks out writers. Use AddIndexConcurrently, atomic = False.",
    "require-concurrent-index-deletion": "Dropping an index locks the table. Use RemoveIndexConcurrently, atomic = False.",
    "adding-field-with-default": "A default that differs from row to row rewrites the table. Add the column empty, then fill it.",
    "adding-required-field": "A column that may not be empty needs a default. Add it empty, fill it, then forbid NULL.",
    "adding-not-nullable-field": "SET NOT NULL reads the whole table under a lock. Add a CHECK … NOT VALID, validate it first.",
    "adding-foreign-key-constraint": "A foreign key is checked under locks on two tables. Add it NOT VALID, then validate it.",
    "constraint-missing-not-valid": "A constraint is checked under a lock. Add it NOT VALID, validate it in a later migration.",
    "disallowed-unique-constraint": "A unique constraint builds its index under a lock. Build the index concurrently, then USING INDEX.",
    "changing-column-type": "Changing a type rewrites the table. Add a column, fill it, then let the old one go.",
    "adding-serial-primary-key-field": "A serial key rewrites the table.",
    "ban-alter-domain-with-add-constraint": "A domain's constraint is checked in every table that uses it, under locks.",
    "ban-truncate-cascade": "TRUNCATE … CASCADE empties tables that nobody named.",
}
"""Rule of the linter, and what to do instead."""


class LinterMissing(Exception):
    """Squawk is not installed."""


@dataclass(frozen=True)
class Found:
    """One statement that is refused."""

    rule: str
    statement: str

    def __str__(self) -> str:
        return f"{REFUSED[self.rule]} [{self.rule}]\n    {self.statement}"


def linter() -> str:
    """Return the path of squawk. Raises: LinterMissing."""
    beside = Path(sys.executable).parent / "squawk"
    found = str(beside) if beside.exists() else shutil.which("squawk")
    if found is None:
        raise LinterMissing("squawk is not installed: run make install-dev.")
    return found


def refused(sql: str, *, in_transaction: bool) -> list[Found]:
    """Return what is refused in the SQL of one migration. Raises: LinterMissing."""
    command = [linter(), "--reporter", "json", "--pg-version", OLDEST_POSTGRESQL]
    command += ["--assume-in-transaction"] if in_transaction else []
    said = run(command, input=sql, capture_output=True, text=True, check=False)
    if said.returncode not in (0, 1) or (said.returncode == 1 and not said.stdout.strip()):
        raise RuntimeError(f"squawk failed: {said.stderr.strip()}")
    lines = sql.splitlines()
    return [
        Found(one["rule_name"], lines[one["line"]].strip() if one["line"] < len(lines) else "")
        for one in json.loads(said.stdout or "[]")
        if one["rule_name"] in REFUSED
    ]


def sql_of(operations: list[Any], app: str, state: Any, *, atomic: bool) -> str:
    """Return the SQL of operations on a state, as `sqlmigrate` prints it."""
    from django.db import connection

    own = connection.copy()  # in no transaction, whatever its caller is in
    try:
        with own.schema_editor(collect_sql=True, atomic=atomic) as editor:
            for operation in operations:
                before, state = state, state.clone()
                operation.state_forwards(app, state)
                operation.database_forwards(app, editor, before, state)
    finally:
        own.close()
    return "\n".join(editor.collected_sql)


def of_this_installation() -> dict[str, list[Found]]:
    """Return what is refused in each migration after the baseline, by `app.name`."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection, replace_migrations=False)
    found = {}
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in APPS and name > BASELINE[app]:
            before = loader.project_state((app, name), at_end=False)
            sql = sql_of(migration.operations, app, before, atomic=migration.atomic)
            found[f"{app}.{name}"] = refused(sql, in_transaction=migration.atomic)
    return found
