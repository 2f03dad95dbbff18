"""A whole case: created, submitted, accepted, one office concurs, recommended, determined by two people.

Ours: a designation request with a complete application, by six people of the demonstration, through the actions that
the pages call: every guard, every entry, every message and deadline, two signatures on one content. Models are
registered beforehand, because one model has one live request.
The peer: the same seven human tasks in django-viewflow, in an environment of its own: a start, five tasks in a row, and
a split over two people with a join; each task is found, assigned to its person, started and executed under the flow's
lock, in one transaction, and saves what was decided. It checks no policy, and sends and hashes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from subprocess import run
from sys import executable

from tests.benchmarks.pairs import Rounds, Row, compare, side
from tests.benchmarks.peers import python

BAR = 4.0


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the one row."""
    program = python("viewflow")
    run([executable, "-m", "tests.benchmarks.ours.prepare"], check=True)
    ours = side("tests.benchmarks.cases.ours")
    peer = side("tests.benchmarks.cases.peer", python=program)
    yield "a whole case, against django-viewflow", compare(ours, peer, rounds=rounds, bar=BAR, unit="cases/s")
