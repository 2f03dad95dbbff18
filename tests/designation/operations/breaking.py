"""A PostgreSQL and a Redis of the tests' own, to be stopped, filled and starved, so that nobody else's are harmed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from django.db import connections

from designation.config import environment
from designation.local import postgres, processes, redis_server

PASSWORDS = dict.fromkeys(postgres.ROLES, "of-a-test")
SMALL_DISK = "40m"


class OwnRedis:
    """A Redis that remembers nothing when it is started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"unix://{folder / 'redis.sock'}?db=1"
        self._running = ExitStack()

    def start(self) -> None:
        """Start it, empty."""
        self._running.enter_context(redis_server.running(self.folder / "redis", self.folder))

    def stop(self) -> None:
        """Stop it; its socket goes with it."""
        self._running.close()


class OwnPostgres:
    """A PostgreSQL with a small disk beside its own, where this machine lets us have one."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.disk = folder, folder / "disk"
        self.disk.mkdir(mode=0o700)
        self.cluster = folder / "postgres"
        postgres._make(self.cluster, PASSWORDS["superuser"])
        self.has_small_disk = _may_mount(self.disk)
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [postgres._program("postgres"), "-D", str(self.cluster)]
        command += [*postgres._options(self.folder, durable=False), "-c", "synchronous_commit=on"]
        if self.has_small_disk:
            command = _with_disk(self.disk, command)
        log = self.folder / "postgres.log"
        self._server = processes.start(command, log=log, unprivileged=not self.has_small_disk)
        postgres._wait(self._server, self.url("superuser", "postgres"), log)

    def stop(self) -> None:
        """Stop it as a power cut does: nobody is waited for."""
        if self._server is not None:
            processes.stop(self._server, by=signal.SIGQUIT)

    def url(self, role: str, database: str = postgres.DATABASE) -> str:
        """Return the address for one of its logins."""
        return postgres._url(role, PASSWORDS, self.folder, database)

    def administer(self, *statements: str) -> None:
        """Do something as its superuser."""
        with psycopg.connect(self.url("superuser", "postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[call-overload]  # psycopg types literal SQL alone

    def fill(self) -> None:
        """Fill the small disk."""
        with contextlib.suppress(psycopg.errors.DiskFull):
            self.administer(
                f"COPY (SELECT repeat('x', 8191) FROM generate_series(1, 100000)) TO '{self.disk}/filler'"
            )

    def make_room(self) -> None:
        """Free what `fill` took."""
        self.administer(f"COPY (SELECT 1) TO '{self.disk}/filler'")

    def take_over(self, source: dict[str, Any]) -> None:
        """Copy a database from another server, with all that is in it."""
        programs = Path(postgres._program("pg_dump")).parent
        env = os.environ | {"PGPASSWORD": source["PASSWORD"]}
        dump = [
            programs / "pg_dump",
            "-h",
            source["HOST"],
            "-U",
            source["USER"],
            "--no-owner",
            source["NAME"],
        ]
        content = subprocess.run(dump, env=env, check=True, capture_output=True).stdout
        postgres._roles_and_database(self.url("superuser", "postgres"), PASSWORDS, may_create=True)
        restore = [programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", self.url("owner")]
        subprocess.run(restore, input=content, check=True, stdout=subprocess.DEVNULL)

    @contextmanager
    def copy_on_small_disk(self) -> Iterator[str]:
        """Keep a copy of the database on the small disk; yields its name. The disk itself goes with the server."""
        self.administer(f"CREATE TABLESPACE small LOCATION '{self.disk}'")
        copy = f"CREATE DATABASE on_small_disk OWNER owner TEMPLATE {postgres.DATABASE} TABLESPACE small"
        self.administer(copy)
        try:
            yield "on_small_disk"
        finally:
            self.administer("DROP DATABASE on_small_disk WITH (FORCE)", "DROP TABLESPACE small")


@contextmanager
def own_postgres(source: dict[str, Any]) -> Iterator[OwnPostgres]:
    """Run a PostgreSQL of our own with a copy of the database that Django's settings `source` lead to."""
    with tempfile.TemporaryDirectory(prefix="broken-") as folder:
        server = OwnPostgres(Path(folder))
        server.start()
        try:
            server.take_over(source)
            yield server
        finally:
            server.stop()


@contextmanager
def working_in(server: OwnPostgres, database: str = postgres.DATABASE) -> Iterator[None]:
    """Let Django work in our own PostgreSQL."""
    settings = connections["default"].settings_dict
    before = dict(settings)
    connections.close_all()
    settings.update(environment.database(server.url("owner", database), "OWN"))
    try:
        yield
    finally:
        connections.close_all()
        settings.update(before)


def _may_mount(place: Path) -> bool:
    probe = subprocess.run(_with_disk(place, ["true"]), capture_output=True, check=False)
    return probe.returncode == 0


def _with_disk(place: Path, command: list[str]) -> list[str]:
    """Return the command as it runs with a small disk at a place that nobody else sees, and not as root."""
    mount = f'mount -t tmpfs -o size={SMALL_DISK},mode=0700 tmpfs {place} && exec "$@"'
    return ["unshare", "-U", "-r", "-m", "sh", "-c", mount, "sh", *processes.NAMESPACE, *command]


def address_of(connection: Any) -> str:
    """Return the address of the database in which Django works."""
    given = connection.settings_dict
    login = f"{given['USER']}:{quote(given['PASSWORD'])}"
    return f"postgresql://{login}@/{given['NAME']}?{urlencode({'host': given['HOST']})}"
