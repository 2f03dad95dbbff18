"""Asks for pages as an evaluator does: `python -m tests.benchmarks.access.client ours|peer`."""

from __future__ import annotations

import sys

from tests.benchmarks.vault import place

place.set_up()

from designation.artifacts import may_read
from tests.benchmarks.pairs import serve
from tests.benchmarks.vault.marking import PAGES, ways

if sys.argv[1] == "peer":
    may_read.conditions = lambda _now: ()
    may_read.of_shares = lambda: ()
_drawn, asked = ways()


def step() -> int:
    """Ask for every page of the report: its viewer, then its image."""
    for page in range(1, PAGES + 1):
        asked(page)
    return PAGES


serve(step)
