"""The page of a request, beside a bare Django page that shows the same rows in the same frame.

Ours: the overview of a request under assessment, as its lead reviewer sees it: who may see it, what they may do and why
not, clocks, record and consultations.
The peer: one view of a few lines, behind the same middleware and inside the same `base.html`, that reads the same rows
through the plain ORM with as many queries and prints them in tables. It asks nobody's roles and judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from subprocess import run
from sys import executable

from tests.benchmarks.pairs import Rounds, Row, compare, side

BAR = 0.85


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the one row."""
    run([executable, "-m", "tests.benchmarks.ours.prepare"], check=True)
    run([executable, "-m", "tests.benchmarks.page.prepare"], check=True)
    ours, peer = side("tests.benchmarks.page.client", "ours"), side("tests.benchmarks.page.client", "peer")
    row = compare(ours, peer, rounds=rounds, bar=BAR, unit="requests/s")
    if row["queries"] != row["queries_of_peer"]:
        raise RuntimeError(f"Ours takes {row['queries']} queries and the bare page {row['queries_of_peer']}.")
    yield "the page of a request, against a bare Django page", row
