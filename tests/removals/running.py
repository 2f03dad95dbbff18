"""Runs tests in forked processes, each with a database of its own, from one collection."""

import json
import os
import signal
import sys
import tempfile
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.removals.removing import ROLE, TRIGGER, Removal, of_database, of_steps, take_away
from tests.removals.watching import Watch, met_by

LEFT_OUT = ("tests/journeys", "tests/architecture", "tests/designation/config", "tests/designation/pages",
            "tests/workflow/ledger", "tests/workflow/drawings", "tests/workflow/database/test_checks",
            "tests/workflow/database/test_migrations")  # fmt: skip
"""Tests that meet no refusal, or compare texts: a removal has to be noticed by what it does."""
BY_RAW_SQL = ("tests/workflow/database", "tests/workflow/erasing", "tests/designation/windows")
MOST_S = 240


class NoDatabaseSetup:
    """Keeps pytest-django from making databases: each process finds its own, ready."""

    @pytest.fixture(scope="session")
    def django_db_setup(self) -> None:
        """Do nothing."""


class Removals:
    """The plugin that takes over once the tests are collected."""

    def __init__(self, only: str, workers: int) -> None:
        self.only, self.workers = only, workers
        self.unnoticed: list[Removal] = []

    def pytest_configure(self, config: Any) -> None:
        """Come after pytest-django, so that its databases are not made."""
        config.pluginmanager.register(NoDatabaseSetup())

    def pytest_runtestloop(self, session: Any) -> bool:
        """Watch every test once, then take everything away in turn."""
        from django.db import connection, connections
        from django.test.utils import setup_databases, teardown_databases
        from pytest_django.plugin import blocking_manager_key

        with session.config.stash[blocking_manager_key].unblock():
            made = setup_databases(verbosity=0, interactive=False)
            with connection.cursor() as cursor:
                removals = [*of_steps(), *of_database(cursor)]
            connections.close_all()
            chosen = [removal for removal in removals if self.only in removal.what]
            items = [item for item in session.items if _matters(item)]
            self._say(f"{len(chosen)} removals, {len(items)} tests, {self.workers} processes\n")
            seen, failing = self._watch(items)
            self._remove(chosen, [item for item in items if item.nodeid not in failing], seen)
            teardown_databases(made, verbosity=0)
        return True

    def _watch(self, items: list[Any]) -> tuple[dict[str, set[str]], set[str]]:
        """Run every test once, and return who met which refusal, and who fails anyway."""
        by_file = defaultdict(list)
        for item in items:
            by_file[item.path].append(item)
        shares: list[list[Any]] = [[] for _ in range(self.workers)]
        for share in sorted(by_file.values(), key=len, reverse=True):
            min(shares, key=len).extend(share)

        def job(share: list[Any]) -> Callable[[], Any]:
            def run() -> Any:
                watch = Watch()
                watch.begin()
                failed = []
                for item, follower in zip_longest(share, share[1:]):
                    watch.test = item.nodeid
                    if not _passes(item, follower):
                        failed.append(item.nodeid)
                return [failed, {what: sorted(tests) for what, tests in watch.seen.items()}]

            return run

        seen: dict[str, set[str]] = defaultdict(set)
        failing: set[str] = set()
        for _share, result in self._processes(((share, "", job(share)) for share in shares), 3600):
            failed, met = result
            failing.update(failed)
            for what, tests in met.items():
                seen[what].update(tests)
        for nodeid in sorted(failing):
            self._say(f"fails anyway, and is left out: {nodeid}\n")
        return seen, failing

    def _remove(self, removals: list[Removal], items: list[Any], seen: dict[str, set[str]]) -> None:
        def job(removal: Removal) -> Callable[[], Any]:
            tests = _candidates(removal, items, met_by(removal, seen))

            def run() -> Any:
                if removal.kind != TRIGGER:
                    take_away(removal)
                for item, follower in zip_longest(tests, tests[1:]):
                    if not _passes(item, follower):
                        return item.nodeid
                return None

            return run

        begun = time.monotonic()
        noticed = 0
        for removal, result in self._processes(((one, one.sql, job(one)) for one in removals), MOST_S):
            if result is None:
                self.unnoticed.append(removal)
            noticed += result is not None
            self._say(
                f"{'ok ' if result else 'NO '} {removal.what}\n       {result or 'noticed by no test'}\n"
            )
        took = time.monotonic() - begun
        self._say(f"\n{noticed} of {noticed + len(self.unnoticed)} removals are noticed ({took:.0f} s).\n")
        for removal in self.unnoticed:
            self._say(f"noticed by no test: {removal.what}\n")

    def _processes(self, jobs: Iterator[tuple[Any, str, Any]], most_s: int) -> Iterator[tuple[Any, Any]]:
        """Run the jobs, so many at once, each with a copy of the database; yield what came of each."""
        running: dict[int, tuple[Any, Path, str, int, float]] = {}
        free = list(range(self.workers))
        waiting = list(jobs)
        while waiting or running:
            while waiting and free:
                thing, sql, job = waiting.pop(0)
                slot = free.pop()
                database, result = _copy(slot, sql), Path(tempfile.mkstemp()[1])
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
            _drop(database)
            answer = json.loads(result.read_text() or '{"trouble": "It took too long, or was killed."}')
            result.unlink()
            if "trouble" in answer:
                raise RuntimeError(f"Nothing can be said about {thing}.\n{answer['trouble']}")
            yield thing, answer["answer"]

    def _say(self, text: str) -> None:
        sys.__stdout__.write(text)
        sys.__stdout__.flush()


def _matters(item: Any) -> bool:
    in_browser = {"page", "browser", "live_site"} & set(item.fixturenames)
    return not in_browser and not item.nodeid.startswith(LEFT_OUT)


def _candidates(removal: Removal, items: list[Any], met: set[str]) -> list[Any]:
    """Return the tests that could notice, the likeliest first."""
    if removal.kind == TRIGGER:
        found = [item for item in items if item.nodeid in met or item.nodeid.startswith(BY_RAW_SQL)]
        table = removal.name.split(":")[0]
        return sorted(found, key=lambda item: table not in item.nodeid.replace(".", "_").lower())
    found = [item for item in items if item.nodeid in met]
    if removal.kind == ROLE:
        return sorted(found, key=lambda item: "test_every_step_by_every_role" not in item.nodeid)
    own = removal.machine.split(".")[1].lower()
    return sorted(found, key=lambda item: (own not in item.nodeid.lower(), "refus" not in item.nodeid))


def _passes(item: Any, follower: Any) -> bool:
    return not any(report.failed for report in runtestprotocol(item, nextitem=follower, log=False))


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


def _copy(slot: int, sql: str) -> str:
    from django.db import connection

    original = connection.settings_dict["NAME"]
    name = f"{original}_removal_{slot}"
    with _administration() as session:
        session.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        session.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}" OWNER owner')
    if sql:
        with _administration(name) as session:
            session.execute(sql)
    return name


def _drop(name: str) -> None:
    with _administration() as session:
        session.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
