"""`python -m tests.benchmarks [ROW…] [--rounds N] [--seconds S] [--scale X] [--output FILE]`, beside the servers."""

import argparse
import json
import sys
import time
from pathlib import Path

from tests.benchmarks import (
    access,
    cases,
    chain,
    deadlines,
    growth,
    limit,
    lists,
    page,
    partners,
    posting,
    steps,
    vault,
    verifying,
)
from tests.benchmarks.pairs import Rounds, Row

ROWS = {
    "steps": steps.rows,
    "chain": chain.rows,
    "cases": cases.rows,
    "limit": limit.rows,
    "deadlines": deadlines.rows,
    "verifying": verifying.rows,
    "lists": lists.rows,
    "page": page.rows,
    "posting": posting.rows,
    "partners": partners.rows,
    "growth": growth.rows,
    "vault": vault.rows,
    "access": access.rows,
}


def main() -> None:
    """Measure the rows asked for, all by default; print a table and write the flat object."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument(
        "rows", nargs="*", metavar="ROW", help=f"of {', '.join(ROWS)}; all where none is named"
    )
    parser.add_argument("--rounds", type=int, default=9, help="paired rounds for each row")
    parser.add_argument("--seconds", type=float, default=1.0, help="length of one side's round")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="less than 1 for a quick look at smaller sizes"
    )
    parser.add_argument("--output", type=Path, default=Path("bench.json"))
    chosen = parser.parse_args()
    if unknown := set(chosen.rows) - ROWS.keys():
        parser.error(f"there is no row {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}.")
    rounds = Rounds(chosen.rounds, chosen.seconds, chosen.scale)
    found = {}
    for name in chosen.rows or ROWS:
        begun = time.monotonic()
        for words, row in ROWS[name](rounds):
            found[words] = row
            print(_line(words, row), flush=True)
        print(f"{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    chosen.output.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _line(words: str, row: Row) -> str:
    """Return one row in words."""
    if "skipped" in row:
        return f"{words}: not measured, because {row['skipped']}"
    low, high = row["ratio_quartiles"]
    said = f"{words}: {row['ratio']} x ({low} to {high})"
    if row["bar"] is not None:
        holds = row["ratio"] <= row["bar"] if row["at_most"] else row["ratio"] >= row["bar"]
        said += f", {'meets' if holds else 'misses'} {'≤' if row['at_most'] else '≥'} {row['bar']} x"
    return f"{said}; ours {row['ours']}, peer {row['peer']} {row['unit']}"


if __name__ == "__main__":
    main()
