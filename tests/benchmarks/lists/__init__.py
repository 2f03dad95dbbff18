"""The review queue, the request list and the desk at a million requests, beside the same pages at a thousand.

Both sides are ours: the real pages, asked for by the same person through Django's test client, in two databases that
differ in the number of requests alone. Requests stand in all twelve states in equal parts, those under way with a
running clock each; three of the government's people take part in all of them, and one office in a hundred.

The bar is on how many times as long a page takes at the larger size, and that it takes as many queries. `deep` is the
page that begins in the middle of the list.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from subprocess import run
from sys import executable

from tests.benchmarks.databases import drop
from tests.benchmarks.pairs import Rounds, Row, compare_times, side

BAR = 2.5
PAGES = (
    ("review queue, first page", "ravi", "review_queue", "first"),
    ("review queue, deep page", "ravi", "review_queue", "deep"),
    ("request list, first page", "ravi", "requests", "first"),
    ("request list, deep page", "ravi", "requests", "deep"),
    ("task list", "ravi", "desk", "first"),
    ("request list of somebody with 1 % of them, first page", "cora", "requests", "first"),
)
BASE = "bench_lists_base"


def name_of(size: int) -> str:
    """Return the name of the database with so many requests."""
    return f"bench_lists_{size}"


def set_up(name: str) -> None:
    """Point Django at one of the databases."""
    from tests.benchmarks.databases import database

    os.environ["DJANGO_SETTINGS_MODULE"] = "designation.config.settings"
    os.environ["DATABASE_OWNER_URL"] = database(name)
    import django

    django.setup()


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield a row for each page, its first page and one in the middle."""
    large, small = rounds.of(1_000_000, 2_000), 1_000
    run([executable, "-m", "tests.benchmarks.lists.prepare", str(large), str(small)], check=True)
    for words, person, page, depth in PAGES:
        sides = [side("tests.benchmarks.lists.client", size, person, page, depth) for size in (large, small)]
        row = compare_times(*sides, rounds=replace(rounds, seconds=rounds.seconds / 2), bar=BAR)
        if row["queries"] != row["queries_of_peer"]:
            raise RuntimeError(
                f"{words} took {row['queries']} queries, and {row['queries_of_peer']} at {small}."
            )
        yield f"{words}, {large:,} requests against {small:,}", row
    drop(BASE, name_of(large), name_of(small))
