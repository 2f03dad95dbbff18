"""What the checks at access add to a page read, beside the same site that asks nothing at access.

An evaluator asks for the viewer and the image of each page of a report, through Django's test client. The peer asks for
the same where no reason against reading is evaluated. Both record the reading, decrypt the file and draw the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.benchmarks.pairs import Rounds, Row, compare_times, side
from tests.benchmarks.vault import place

PAGE_BAR = 1.15
MOST_ROUNDS = 7


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the row of a page, in the world of the vault's rows with a small file."""
    rounds = replace(rounds, number=min(rounds.number, MOST_ROUNDS), scale=min(rounds.scale, 0.01))
    with place.a_vault(rounds):
        sides = [side("tests.benchmarks.access.client", name) for name in ("ours", "peer")]
        yield (
            "a page read, against one without checks at access",
            compare_times(*sides, rounds=rounds, bar=PAGE_BAR),
        )
