"""A hundred thousand deadlines that are due, closed by the sweep, beside one transaction of the peer's for each row.

Ours: lamps that burn, each with a log of its own and a clock that has run out. One worker sweeps: each lamp is read
under its log's lock, its guard judged, its step taken, its entry appended, its deadline ended and its message written.
The peer: the same lamps with equal duties in ordinary Django (*usual*, `peer/duties.py`), found by an index on the due
time, each in a transaction of its own.

Ours closes all of them, a tenth in each round; the peer closes a sample of 500 in each round, and its rate is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from subprocess import run
from sys import executable

from tests.benchmarks.pairs import Rounds, Row, compare, side

BAR = 12.0
SAMPLE = 500


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the one row."""
    number = rounds.of(100_000, 1_000)
    for module in ("ours", "peer"):
        run([executable, "-m", f"tests.benchmarks.{module}.prepare"], check=True)
    each = number // (rounds.number + 1)
    ours = side("tests.benchmarks.deadlines.ours", each * (rounds.number + 1), each)
    peer = side("tests.benchmarks.deadlines.peer", SAMPLE * (rounds.number + 1), SAMPLE)
    row = compare(ours, peer, rounds=replace(rounds, seconds=1e-6), bar=BAR, unit="deadlines/s")
    yield f"{number:,} due deadlines, against one transaction for each row", row
