"""Makes each change in turn, in a process of its own, and runs the tests that could notice."""

import gc
import re
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path
from typing import Any

from tests.mutants.changing import Mutant, mutants_of
from tests.mutants.putting import functions_of, put
from tests.mutants.watching import Watched, watch
from tests.removals.processes import answers, migrated, passes

LEFT_OUT = ("tests/workflow/strangers", "tests/workflow/drawings", "tests/workflow/faults/test_a_process_killed",
            "tests/workflow/faults/test_a_worker_killed")  # fmt: skip
"""Tests that look at other programs, at pictures, and at processes that import the engine anew."""
LATE = "a test that took ten times as long"
IMPORTED = "the module is not imported any more"


class Mutants:
    """The plugin that takes over once the tests are collected."""

    def __init__(self, modules: list[Path], watched: Path | None, most_s: float, only: str) -> None:
        self.modules, self.watched, self.most_s, self.only = modules, watched, most_s, only
        self.unnoticed: list[Mutant] = []
        self.spoken: dict[tuple[Path, Any], bool] = {}
        self.noticing: dict[str, Counter[str]] = defaultdict(Counter)

    def pytest_runtestloop(self, session: Any) -> bool:
        """Watch every test once, then make every change in turn."""
        items = [item for item in session.items if not item.nodeid.startswith(LEFT_OUT)]
        with migrated(session.config):
            watched = watch(items, self.watched)
            functions = {module: functions_of(module) for module in self.modules}
            gc.collect()
            gc.freeze()  # what every process shares is not copied
            for module in self.modules:
                self._change(module, functions[module], items, watched)
        for mutant in self.unnoticed:
            _say(f"noticed by no test: {mutant.words}\n")
        return True

    def _change(self, module: Path, functions: list[Any], items: list[Any], watched: Watched) -> None:
        """Make every change in one module and say what became of it."""
        mutants = [one for one in mutants_of(module) if re.search(self.only, one.words)]
        begun, noticed = time.monotonic(), 0
        jobs = ((mutant, "", self._job(mutant, functions, items, watched)) for mutant in mutants)
        for mutant, result in answers(jobs, 1, 600, late=LATE, kept=True):
            if result is None:
                self.unnoticed.append(mutant)
                _say(f"NO  {mutant.words}\n")
                continue
            noticed += 1
            _say(f"ok  {mutant.words}\n      {result} ({time.monotonic() - begun:.0f} s)\n")
            self.noticing[mutant.function][result] += 1
        _say(f"{module}: {noticed} of {len(mutants)} are noticed ({time.monotonic() - begun:.0f} s)\n")

    def _job(
        self, mutant: Mutant, functions: list[Any], items: list[Any], watched: Watched
    ) -> Callable[[], str | None]:
        def run() -> str | None:
            try:
                put(mutant.path, mutant.tree(), functions, throughout=not mutant.function)
            except (Exception, SystemExit):
                return IMPORTED
            tests = self._tests(mutant, items, watched)
            for item, follower in zip_longest(tests, tests[1:]):
                signal.setitimer(signal.ITIMER_REAL, 5 + 10 * watched["took"][item.nodeid])
                if not passes(item, follower):
                    return str(item.nodeid)
            return None

        return run

    def _tests(self, mutant: Mutant, items: list[Any], watched: Watched) -> list[Any]:
        """Return the tests that reach the change: those that noticed its neighbors, those that speak to
        the module itself, and then those of all files by turns; the quick ones before the slow."""
        by_line = watched["lines"].get(str(mutant.path), {})
        reach = {test for line in mutant.lines for test in by_line.get(str(line), ())}
        if not reach and not mutant.function:
            reach = {test for tests in by_line.values() for test in tests}
        took, before = watched["took"], self.noticing[mutant.function]
        able = sorted(
            (item for item in items if item.nodeid in reach and item.nodeid in took),
            key=lambda item: took[item.nodeid],
        )
        by_file: Counter[Path] = Counter()
        turn = {}
        for item in able:
            turn[item] = by_file[item.path]
            by_file[item.path] += 1
        first = sorted((item for item in able if before[item.nodeid]), key=lambda item: -before[item.nodeid])
        direct = [item for item in able if self._speaks_to(mutant.path, item.module)]
        varied = sorted(able, key=lambda item: turn[item])
        in_order = dict.fromkeys([*first, *direct, *varied])
        chosen, left = [], self.most_s
        for item in in_order:
            if took[item.nodeid] <= left:
                chosen.append(item)
                left -= took[item.nodeid]
        return chosen

    def _speaks_to(self, path: Path, tests: Any) -> bool:
        """Whether a module of tests imports the changed module, or something from it."""
        name = ".".join(path.with_suffix("").parts)
        if (path, tests) not in self.spoken:
            known = vars(tests).values()
            self.spoken[path, tests] = any(
                name in (getattr(one, "__name__", ""), getattr(one, "__module__", "")) for one in known
            )
        return self.spoken[path, tests]


def _say(text: str) -> None:
    sys.__stdout__.write(text)
    sys.__stdout__.flush()
