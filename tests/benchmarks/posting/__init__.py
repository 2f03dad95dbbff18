"""A whole POST of a step through gunicorn, beside a bare Django POST of the same size.

Ours: "Declare interests" on a request, with session, roles, rules, the step with every duty, and the redirect.
The peer: one view behind the same middleware and in the same server that validates a form, updates one locked row,
writes one audit row and redirects. Both are asked over one connection that is kept open.
"""

from __future__ import annotations

from collections.abc import Iterator
from subprocess import run
from sys import executable

from tests.benchmarks.pairs import Rounds, Row, compare_times, side
from tests.benchmarks.posting.served import a_server

BAR = 1.3


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the one row."""
    run([executable, "-m", "tests.benchmarks.ours.prepare"], check=True)
    run([executable, "-m", "tests.benchmarks.page.prepare"], check=True)
    with a_server() as port:
        ours = side("tests.benchmarks.posting.client", "ours", port)
        peer = side("tests.benchmarks.posting.client", "peer", port)
        yield (
            "a POST of a step, against a bare Django POST",
            compare_times(ours, peer, rounds=rounds, bar=BAR),
        )
