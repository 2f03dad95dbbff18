"""`python -m tests.benchmarks [--rounds N] [--seconds S] [--output FILE]`, under the embedded servers."""

import argparse
import json
from pathlib import Path

from tests.benchmarks import steps


def main() -> None:
    """Measure every row, print it, and write all of them to one flat object."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--rounds", type=int, default=9, help="paired rounds for each row")
    parser.add_argument("--seconds", type=float, default=1.0, help="length of one side's round")
    parser.add_argument("--output", type=Path, default=Path("bench.json"))
    chosen = parser.parse_args()
    rows = {}
    for name, row in steps.rows(chosen.rounds, chosen.seconds):
        rows[name] = row
        verdict = "meets" if row["ratio"] >= row["bar"] else "misses"
        print(
            f"{name}: {row['ratio']} x ({row['ratio_quartiles'][0]} to {row['ratio_quartiles'][1]}), "
            f"{verdict} {row['bar']} x; ours {row['ours']}, peer {row['peer']} {row['unit']}",
            flush=True,
        )
    chosen.output.write_text(json.dumps(rows, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
