"""Verifying an evidence bundle of a hundred thousand entries, beside pymerkle merely building the same tree.

Ours: `workflow.ledger.verify.verify` over the bytes of one bundle: read, canonical form, every body against its
commitment, every personal detail against its own, every leaf, the tree, its place in the register, both signatures.
Every entry is open and has one personal detail. It uses as many processes as the program does: one for each processor.
The peer: pymerkle, in an environment of its own, appends the leaf data of the same entries to a tree in memory and asks
for the root. It reads nothing, checks nothing, and knows no bodies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.benchmarks.pairs import Rounds, Row, compare, side
from tests.benchmarks.peers import python

BAR = 1.0


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the row as the program verifies, and the same in one process; each round is one bundle."""
    from workflow.ledger.runs import processors  # not at the top: the peer has no `cryptography`

    number = rounds.of(100_000, 100)
    words = f"verifying {number:,} entries, against pymerkle building the same tree"
    yield words, _compare(number, processors(), rounds, BAR) | {"aim": 100_000}
    yield f"{words}, in one process", _compare(number, 1, rounds, None)


def _compare(number: int, processes: int, rounds: Rounds, bar: float | None) -> Row:
    ours = side("tests.benchmarks.verifying.ours", number, processes)
    peer = side("tests.benchmarks.verifying.peer", number, python=python("pymerkle"))
    return compare(ours, peer, rounds=replace(rounds, seconds=1e-6), bar=bar, unit="entries/s")
