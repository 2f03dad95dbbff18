"""Notes how long each test takes and which lines of the engine it reaches."""

import json
import time
from itertools import zip_longest
from pathlib import Path
from typing import Any

from tests.mutants.putting import forget
from tests.removals.processes import answers, passes

Watched = dict[str, Any]
"""Under `took`, seconds by test; under `lines`, by module and line, the tests that reach it."""


def watch(items: list[Any], file: Path | None) -> Watched:
    """Run every test that `file` does not know yet once, and return what is known of all; of those alone that pass."""
    known: Watched = json.loads(file.read_text()) if file and file.exists() else {"took": {}, "lines": {}}
    new = [item for item in items if item.nodeid not in known["took"]]
    if not new:
        return known
    ((_, found),) = answers(iter([(None, "", lambda: _run(new))]), 1, 3600)
    known["took"] |= found["took"]
    for module, lines in found["lines"].items():
        for line, tests in lines.items():
            known["lines"].setdefault(module, {}).setdefault(line, []).extend(tests)
    if file:
        file.write_text(json.dumps(known))
    return known


def _run(items: list[Any]) -> Watched:
    from coverage import Coverage

    coverage = Coverage(data_file=None, config_file=False, source=["workflow"], messages=False)
    coverage.start()
    took = {}
    for item, follower in zip_longest(items, items[1:]):
        forget()
        coverage.switch_context(item.nodeid)
        begun = time.monotonic()
        if passes(item, follower):
            took[item.nodeid] = time.monotonic() - begun
    coverage.stop()
    data = coverage.get_data()
    lines = {
        str(Path(file).relative_to(Path.cwd())): {
            line: [test for test in tests if test] for line, tests in data.contexts_by_lineno(file).items()
        }
        for file in data.measured_files()
    }
    return {"took": took, "lines": lines}
