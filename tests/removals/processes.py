"""Runs jobs in forked processes, each with a database of its own, from one collection of tests."""

import json
import os
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from _pytest.runner import runtestprotocol

TOO_LONG = "It took too long, or was killed."


@contextmanager
def migrated(config: Any) -> Iterator[None]:
    """Have the migrated database that each process gets a copy of, with nobody connected to it."""
    from django.db import connections
    from django.test.utils import setup_databases, teardown_databases
    from pytest_django.plugin import blocking_manager_key

    from tests import database_templates as shelf

    shelf.under_change = True
    with config.stash[blocking_manager_key].unblock():
        made = setup_databases(verbosity=0, interactive=False)
        connections.close_all()
        yield
        teardown_databases(made, verbosity=0)


def passes(item: Any, follower: Any) -> bool:
    """Run one test and say whether it passes; `follower` is the one that comes next."""
    return not any(report.failed for report in runtestprotocol(item, nextitem=follower, log=False))


def answers(
    jobs: Iterator[tuple[Any, str, Callable[[], Any]]],
    workers: int,
    most_s: int,
    *,
    late: Any = None,
    kept: bool = False,
) -> Iterator[tuple[Any, Any]]:
    """Run jobs (thing, statement to run first, function), so many at once; yield each thing with its answer.

    `kept` says that jobs leave nothing in their databases, so that the next ones use them again. `late` is the answer
    of a process that took too long. Raises: RuntimeError where there is none, or a job fails.
    """
    running: dict[int, tuple[Any, Path, str, int, float]] = {}
    free = list(range(workers))
    waiting = list(jobs)
    while waiting or running:
        while waiting and free:
            thing, sql, job = waiting.pop(0)
            slot = free.pop()
            database, result = _copy(slot, sql, kept=kept), Path(tempfile.mkstemp()[1])
            pid = os.fork()
            if pid == 0:
                _child(job, database, slot, result)
            running[pid] = (thing, result, database, slot, time.monotonic())
        pid, _status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            for other, (*_rest, started) in running.items():
                if time.monotonic() - started > most_s:
                    os.kill(other, signal.SIGKILL)
            time.sleep(0.02)
            continue
        thing, result, database, slot, _started = running.pop(pid)
        free.append(slot)
        _drop(database, kept=kept)
        answer = json.loads(
            result.read_text() or json.dumps({"answer": late} if late else {"trouble": TOO_LONG})
        )
        result.unlink()
        if "trouble" in answer:
            raise RuntimeError(f"Nothing can be said about {thing}.\n{answer['trouble']}")
        yield thing, answer["answer"]


def _child(job: Callable[[], Any], database: str, slot: int, result: Path) -> None:
    """Do a job in this forked process and end it."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    try:
        _settle_in(database, slot)
        answer = {"answer": job()}
    except BaseException:
        answer = {"trouble": traceback.format_exc()}
    result.write_text(json.dumps(answer))
    os._exit(0)


def _settle_in(database: str, slot: int) -> None:
    """Use a database and a Redis database of this process's own."""
    import redis
    from django.conf import settings
    from django.db import connections

    connections["default"].settings_dict["NAME"] = database
    settings.REDIS_URL = f"{settings.REDIS_URL.partition('?')[0]}?db={slot + 3}"
    with redis.Redis.from_url(
        settings.REDIS_URL
    ) as client:  # as `worker_and_beat_are_heard` does for the tests
        client.mset({"heartbeat:worker": 1, "heartbeat:beat": 1})


@contextmanager
def _administration(database: str = "postgres") -> Iterator[Any]:
    """Sign in as the superuser: nobody else may end a superuser's last connection to a database."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_SUPERUSER_URL"], dbname=database, autocommit=True) as session:
        yield session


def _copy(slot: int, sql: str, *, kept: bool) -> str:
    from django.db import connection

    original = connection.settings_dict["NAME"]
    name = f"{original}_removal_{slot}"
    with _administration() as session:
        if kept and session.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchall():
            return name
        session.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        session.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}" OWNER owner')
    if sql:
        with _administration(name) as session:
            session.execute(sql)
    return name


def _drop(name: str, *, kept: bool) -> None:
    """Drop a database, unless it is kept, and the copies of it that a test which failed left behind."""
    with _administration() as session:
        if kept:
            session.execute(
                "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE datname = %s", [name]
            )
        left = session.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [name]
        ).fetchall()
        for (database,) in left:
            if database != name or not kept:
                session.execute(f'DROP DATABASE "{database}" WITH (FORCE)')
