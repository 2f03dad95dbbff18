"""The directory of organizations: importing a file beside django-import-export, and searching a million entries.

Importing: both sides import the same file of invented .gov registrations into an empty directory. Ours uploads it,
reads and checks every line, looks for likely duplicates, and writes entries with their identifiers and search words in
one transaction with an entry of the ledger. The peer, in an environment of its own, does what its admin does: a dry
run and then the import, in bulk and without its own diff of each row. It checks nothing and makes nothing searchable.

Memory: our import of ten times as many lines, beside the smaller one.

Searching: both sides are ours, with 10,000 and 1,000,000 entries: names with a typing error and their words in another
order, and two words that many names have.

The board: both sides are ours, the page of a request with 500 and with 10 partners on its board, which takes as many
queries.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from subprocess import run
from sys import executable
from tempfile import TemporaryDirectory

from tests.benchmarks.databases import drop
from tests.benchmarks.pairs import Rounds, Row, compare, compare_times, compare_values, side
from tests.benchmarks.peers import python

FASTER = 3.0
MOST_MEMORY = 1.25
SLOWER = 3.0
BOARD_SLOWER = 2.0
BASE = "bench_partners_base"
BOARD = "bench_partners_board"
PEER = "bench_partners_peer"


def name_of(size: object) -> str:
    """Return the name of the database with so many entries."""
    return f"bench_partners_{size}"


def board_of(size: object) -> str:
    """Return the name of the database whose request has so many partners on its board."""
    return f"{BOARD}_{size}"


def set_up(name: str) -> None:
    """Point Django at one of the databases."""
    from tests.benchmarks.databases import database

    os.environ["DJANGO_SETTINGS_MODULE"] = "designation.config.settings"
    os.environ["DATABASE_OWNER_URL"] = database(name)
    import django

    django.setup()


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the rows of importing, of memory, and of searching."""
    large, small = rounds.of(1_000_000, 20_000), rounds.of(10_000, 2_000)
    run([executable, "-m", "tests.benchmarks.partners.prepare", str(large), str(small)], check=True)
    yield from _importing(replace(rounds, number=min(rounds.number, 3), seconds=1e-6))
    sides = [side("tests.benchmarks.partners.searching", size) for size in (large, small)]
    words = f"finding an organization by misspelled words, {large:,} against {small:,}"
    yield words, compare_times(*sides, rounds=rounds, bar=SLOWER)
    yield from _board(rounds)
    drop(BASE, PEER, name_of("import"), name_of(large), name_of(small))


def _board(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the row of a board with many partners, as its developer opens it."""
    many, few = 500, 10
    run([executable, "-m", "tests.benchmarks.partners.boards", str(many), str(few)], check=True)
    sides = [side("tests.benchmarks.partners.board", size, "carl") for size in (many, few)]
    row = compare_times(*sides, rounds=rounds, bar=BOARD_SLOWER)
    if row["queries"] != row["queries_of_peer"]:
        raise RuntimeError(
            f"The board took {row['queries']} queries, and {row['queries_of_peer']} with {few}."
        )
    yield f"a board with {many} partners against one with {few}", row
    drop(BOARD, board_of(many), board_of(few))


def _importing(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    lines = rounds.of(100_000, 1_000)
    with TemporaryDirectory() as folder:
        files = []
        for number in (lines, lines // 10):
            files.append(Path(folder) / f"{number}.csv")
            run([executable, "-m", "tests.benchmarks.partners.file", str(files[-1]), str(number)], check=True)
        ours = side("tests.benchmarks.partners.ours", files[0], lines)
        peer = side("tests.benchmarks.partners.peer", files[0], lines, python=python("import_export"))
        words = f"importing {lines:,} lines, against django-import-export"
        yield words, compare(ours, peer, rounds=rounds, bar=FASTER, unit="lines/s")
        peaks = [_peak(file) for file in files]
        words = f"memory of importing {lines:,} lines, against {lines // 10:,}"
        yield words, compare_values(*peaks, bar=MOST_MEMORY, unit="MiB")


def _peak(file: Path) -> float:
    """Return the most memory that one import needs, in MiB."""
    said = run(
        [executable, "-m", "tests.benchmarks.partners.ours", str(file), "0"],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(said.stdout)
