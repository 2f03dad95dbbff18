"""How the cost of a step grows with the ledger and with open deadlines: it should not.

Both sides are ours: the same step with every duty (`ours/client.py`), in databases that differ in one thing. *Entries*
are those of the lamp's own log, so that its tree has so many leaves. *Open deadlines* belong to as many other lamps,
each with a log of its own; `in one matter` they are all of bulbs of the lamp itself.

The bar is on how many times as long a step takes, beside the same step with 1.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from subprocess import run
from sys import executable

from tests.benchmarks.databases import drop
from tests.benchmarks.pairs import Rounds, Row, compare_times, side

BAR = 1.3
BASE = "bench_growth_base"
SIZES = (
    ("entries", "entries in its log", (1_000, 1_000_000)),
    ("deadlines", "open deadlines", (100, 10_000)),
    ("in_one_matter", "open deadlines in one matter", (100, 10_000)),
)


def name_of(kind: str, size: int) -> str:
    """Return the name of the database that holds so many of a kind."""
    return f"bench_growth_{kind}_{size}"


def set_up(name: str) -> None:
    """Point Django at one of the databases."""
    from tests.benchmarks.databases import database

    os.environ["DJANGO_SETTINGS_MODULE"] = "designation.config.settings"
    os.environ["DATABASE_OWNER_URL"] = database(name)
    import django
    from django.conf import settings

    django.setup()
    settings.WORKFLOW_DIRECTORY = "tests.benchmarks.ours.notices"


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield a row for each size."""
    run([executable, "-m", "tests.benchmarks.growth.prepare"], check=True)
    for kind, words, sizes in SIZES:
        for size in sizes:
            scaled = rounds.of(size, 2)
            sides = [side("tests.benchmarks.growth.client", kind, number) for number in (scaled, 1)]
            row = compare_times(*sides, rounds=replace(rounds, seconds=rounds.seconds / 2), bar=BAR)
            yield f"a step, {scaled:,} {words}, against 1", row
            drop(name_of(kind, scaled), name_of(kind, 1))
    drop(BASE)
