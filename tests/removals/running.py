"""Takes everything away in turn, each in a process of its own, and runs the tests that could notice."""

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from tests.removals.processes import answers, migrated, passes
from tests.removals.removing import (
    PERMISSION,
    ROLE,
    TRIGGER,
    Removal,
    of_database,
    of_permissions,
    of_steps,
    take_away,
)
from tests.removals.watching import Watch, met_by

LEFT_OUT = ("tests/journeys", "tests/architecture", "tests/designation/config", "tests/designation/pages",
            "tests/workflow/ledger", "tests/workflow/drawings", "tests/workflow/database/test_checks",
            "tests/workflow/database/test_migrations")  # fmt: skip
"""Tests that meet no refusal, or compare texts: a removal has to be noticed by what it does."""
BY_RAW_SQL = ("tests/workflow/database", "tests/workflow/erasing", "tests/designation/windows")
THE_WALK = "tests/designation/access/test_every_url_for_every_role.py"
QUICKEST = ("test_everybody_has_their_permissions", "test_each_role_of_each_side", "test_every_url_opens")
"""The tests of the walk that notice a change of permissions, in the order in which they are tried."""
MOST_S = 240


class Removals:
    """The plugin that takes over once the tests are collected."""

    def __init__(self, only: str, workers: int) -> None:
        self.only, self.workers = only, workers
        self.unnoticed: list[Removal] = []

    def pytest_runtestloop(self, session: Any) -> bool:
        """Watch every test once, then take everything away in turn."""
        from django.db import connection, connections

        with migrated(session.config):
            with connection.cursor() as cursor:
                removals = [*of_steps(), *of_permissions(), *of_database(cursor)]
            connections.close_all()
            chosen = [removal for removal in removals if self.only in removal.what]
            items = [item for item in session.items if _matters(item)]
            self._say(f"{len(chosen)} removals, {len(items)} tests, {self.workers} processes\n")
            is_watched = any(removal.kind != PERMISSION for removal in chosen)
            seen, failing = self._watch(items) if is_watched else ({}, set())
            self._remove(chosen, [item for item in items if item.nodeid not in failing], seen)
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
                    if not passes(item, follower):
                        failed.append(item.nodeid)
                return [failed, {what: sorted(tests) for what, tests in watch.seen.items()}]

            return run

        seen: dict[str, set[str]] = defaultdict(set)
        failing: set[str] = set()
        for _share, result in answers(((share, "", job(share)) for share in shares), self.workers, 3600):
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
                    if not passes(item, follower):
                        return item.nodeid
                return None

            return run

        begun = time.monotonic()
        noticed = 0
        for removal, result in answers(((one, one.sql, job(one)) for one in removals), self.workers, MOST_S):
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

    def _say(self, text: str) -> None:
        sys.__stdout__.write(text)
        sys.__stdout__.flush()


def _matters(item: Any) -> bool:
    in_browser = {"page", "browser", "live_site"} & set(item.fixturenames)
    return not in_browser and not item.nodeid.startswith(LEFT_OUT)


def _place(item: Any, names: tuple[str, ...]) -> int:
    """Return the place of a test among these names, or the last place."""
    return next((place for place, name in enumerate(names) if name in item.nodeid), len(names))


def _candidates(removal: Removal, items: list[Any], met: set[str]) -> list[Any]:
    """Return the tests that could notice, the likeliest first."""
    if removal.kind == TRIGGER:
        found = [item for item in items if item.nodeid in met or item.nodeid.startswith(BY_RAW_SQL)]
        table = removal.name.split(":")[0]
        return sorted(found, key=lambda item: table not in item.nodeid.replace(".", "_").lower())
    if removal.kind == PERMISSION:
        found = [item for item in items if item.nodeid.startswith(THE_WALK)]
        return sorted(found, key=lambda item: _place(item, QUICKEST))
    found = [item for item in items if item.nodeid in met]
    if removal.kind == ROLE:
        return sorted(found, key=lambda item: "test_every_step_by_every_role" not in item.nodeid)
    own = removal.machine.split(".")[1].lower()
    return sorted(found, key=lambda item: (own not in item.nodeid.lower(), "refus" not in item.nodeid))
