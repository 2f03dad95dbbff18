"""Databases that many tests begin with: made once in a run, by the process that first asks for each, and copied."""

from __future__ import annotations

import itertools
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any

import psycopg
from django.db import connections
from psycopg import sql

under_change = False
"""Whether it is watched or changed what tests meet: their database is then made already, and no walk is kept."""
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Kept:
    """A database in which nobody works, and what was made in it, pickled."""

    database: str
    made: bytes


class Shelf:
    """The kept databases of a run. All its processes see the same ones; whoever leaves last drops them.

    A kept database bears what was made in it as its comment, so that one without a comment is not finished.
    """

    def __init__(self, blocker: Any) -> None:
        self.blocker = blocker
        self.name = connections["default"].settings_dict["NAME"]
        self.base = self.name if under_change else f"test_{self.name}"
        self._kept: dict[str, Kept] = {}
        self._connections: dict[str, Any] = {}

    @contextmanager
    def opened(self) -> Iterator[Shelf]:
        """Hold the shelf for as long as this process may need it."""
        self._session = psycopg.connect(**administration(), autocommit=True)
        with self._session:
            self._drop_where_nobody_is_left()
            self._session.execute("SELECT pg_advisory_lock_shared(hashtext(%s))", [self.base])
            yield self
            for connection in self._connections.values():
                connection.close()
            self._session.execute("SELECT pg_advisory_unlock_shared(hashtext(%s))", [self.base])
            self._drop_where_nobody_is_left()

    def migrated(self) -> Kept:
        """Return the migrated database."""
        if not under_change:
            with self._alone_with(self.base):
                if self._said_of(self.base) is None:
                    with self.blocker.unblock(), _elsewhere(self.name):
                        creation = connections["default"].creation
                        creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
                    self._say_of(self.base, b"")
        return Kept(self.base, b"")

    def kept(self, name: str, make: Callable[[], Any], of: Kept) -> Kept:
        """Return the database of this name: made in a copy of another by the first who asks, while the others wait."""
        if name in self._kept:
            return self._kept[name]
        database = f"{self.base}_{blake2s(name.encode(), digest_size=6).hexdigest()}"
        with self._alone_with(database):
            made = self._said_of(database)
            if made is None:
                self.copy(of.database, database)
                with self.blocker.unblock(), _elsewhere(database):
                    made = pickle.dumps(make())
                self._say_of(database, made)
        self._kept[name] = Kept(database, made)
        return self._kept[name]

    def copy(self, of: str, name: str) -> None:
        """Copy a database in which nobody works."""
        self._do("DROP DATABASE IF EXISTS {}", name)
        self._do("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, of)

    def connection_to(self, kept: Kept) -> tuple[Any, str]:
        """Return this process's own copy of a database: the connection, which is always the same, and its name.

        What PostgreSQL has learned over a connection would otherwise be learned anew in each test.
        """
        name = f"{kept.database}_{os.getpid()}"
        if name not in self._connections:
            self.copy(kept.database, name)
            self._connections[name] = connections.create_connection("default")
        return self._connections[name], name

    @contextmanager
    def _alone_with(self, database: str) -> Iterator[None]:
        self._session.execute("SELECT pg_advisory_lock(hashtext(%s), 1)", [database])
        try:
            yield
        finally:
            self._session.execute("SELECT pg_advisory_unlock(hashtext(%s), 1)", [database])

    def _said_of(self, database: str) -> bytes | None:
        row = self._session.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [database]
        ).fetchone()
        return None if row is None or row[0] is None else bytes.fromhex(row[0].removeprefix("holds "))

    def _say_of(self, database: str, made: bytes) -> None:
        self._do("COMMENT ON DATABASE {} IS {}", database, sql.Literal(f"holds {made.hex()}"))

    def _drop_where_nobody_is_left(self) -> None:
        """Drop what this run made, or what one that was killed left behind."""
        (alone,) = self._session.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [self.base]).fetchone()
        if alone:
            own = f"^{self.base}(_[0-9a-f]{{12}})?(_[0-9]+)*$"
            left = self._session.execute(
                "SELECT datname FROM pg_database WHERE datname ~ %s AND datname <> %s", [own, self.name]
            )
            for (database,) in left.fetchall():
                drop(database)
            self._session.execute("SELECT pg_advisory_unlock(hashtext(%s))", [self.base])

    def _do(self, statement: str, *names: Any) -> None:
        parts = [sql.Identifier(one) if isinstance(one, str) else one for one in names]
        self._session.execute(sql.SQL(statement).format(*parts))


@contextmanager
def _elsewhere(database: str) -> Iterator[None]:
    """Let Django work in another database for a while, over a connection of its own."""
    before = connections["default"]
    name = before.settings_dict["NAME"]
    connections["default"] = connection = connections.create_connection("default")
    before.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connections["default"], before.settings_dict["NAME"] = before, name


@contextmanager
def copy_of_database(blocker: Any, of: str = "") -> Iterator[str]:
    """Let Django work in a copy of its database, or of the one named; yields the copy's name and drops it in the end.

    `of` names a database to which nobody is connected.
    """
    connection = connections["default"]
    original = connection.settings_dict["NAME"]
    copy = f"{of or original}_{os.getpid()}_{next(_numbers)}"
    names = {"copy": sql.Identifier(copy), "original": sql.Identifier(of or original)}
    with blocker.unblock():
        connection.close()
        with psycopg.connect(**administration(), autocommit=True) as session:
            statement = sql.SQL("CREATE DATABASE {copy} TEMPLATE {original} STRATEGY FILE_COPY")
            session.execute(statement.format(**names))
        connection.settings_dict["NAME"] = copy
        try:
            yield copy
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = original
            drop(copy)


def administration() -> dict[str, Any]:
    """Return how one signs in to make and drop databases."""
    parameters = connections["default"].get_connection_params()
    wanted = ("host", "port", "user", "password")
    return {k: v for k, v in parameters.items() if k in wanted} | {"dbname": "postgres"}


def drop(name: str) -> None:
    """Drop a database, as the superuser where there is one: nobody else may end a superuser's last connection to it."""
    superuser = os.environ.get("DATABASE_SUPERUSER_URL", "")
    login = {"conninfo": superuser, "dbname": "postgres"} if superuser else administration()
    with psycopg.connect(**login, autocommit=True) as session:
        session.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
