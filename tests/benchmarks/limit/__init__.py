"""One step with all its duties, beside the least that could be written: raw psycopg, one statement.

The peer is the limit, not a product: no lock beforehand, no roles, no guards, no deadline, no key, no hash. One
prepared statement, committed by itself, updates the row where its version is still the one known, inserts an audit row
with actor, event and details, and inserts a message.
"""

from __future__ import annotations

from collections.abc import Iterator
from subprocess import run
from sys import executable

from tests.benchmarks.pairs import Rounds, Row, compare, side

BAR = 0.20


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the one row."""
    run([executable, "-m", "tests.benchmarks.ours.prepare"], check=True)
    ours, peer = side("tests.benchmarks.ours.client"), side("tests.benchmarks.limit.peer")
    yield (
        "a step, against raw psycopg in one statement",
        compare(ours, peer, rounds=rounds, bar=BAR, unit="steps/s"),
    )
