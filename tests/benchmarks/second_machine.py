"""What a second machine brings, by simulation: `python -m tests.benchmarks.second_machine [--bench bench.json]`.

Pages and steps arrive at random (Poisson; one step for every twenty pages), wait for a free core, work there in Python,
then wait for and work on a core of the database, and are done. On one machine all cores are one pool; on several the
database has its own, and each query travels to it and back. The costs are those of `bench.json` where there is one,
and else of a run on two busy cores. What comes out is the highest rate of pages at which 95 of 100 are done within
half a second.
"""

from __future__ import annotations

import argparse
import heapq
import json
import random
import statistics
from dataclasses import dataclass
from pathlib import Path

PAGES_FOR_A_STEP = 20
JOBS = 20_000
LATEST_S = 0.5
QUERY_TRIP_S = 0.0003
SEED = 14409


@dataclass(frozen=True)
class Kind:
    """What one job costs: seconds of a core in Python and in the database, and how many queries."""

    python_s: float
    database_s: float
    queries: int

    @classmethod
    def of(cls, whole_s: float, share_of_database: float, queries: int) -> Kind:
        """Return the kind whose whole time is split between Python and the database."""
        return cls(whole_s * (1 - share_of_database), whole_s * share_of_database, queries)


@dataclass(frozen=True)
class House:
    """Cores for Python and for the database; none of its own where the database shares the others."""

    words: str
    python_cores: int
    database_cores: int


HOUSES = (
    House("one machine, 4 cores for all", 4, 0),
    House("two: 4 cores for pages, 4 for the database", 4, 4),
    House("three: 2 × 4 cores for pages, 4 for the database", 8, 4),
    House("five: 4 × 4 cores for pages, 4 for the database", 16, 4),
)


def costs(bench: Path) -> tuple[Kind, Kind]:
    """Return what a page and a step cost. The shares of the database were read from the processes' own CPU times."""
    found = json.loads(bench.read_text()) if bench.exists() else {}
    pages_per_s = found.get("the page of a request, against a bare Django page", {}).get("ours", 23.4)
    step = "a step, 1 client, against django-fsm-2 with django-fsm-log"
    steps_per_s = found.get(step, {}).get("ours", 250)
    return Kind.of(1 / pages_per_s, 0.07, 8), Kind.of(1 / steps_per_s, 0.37, 2)


def simulate(house: House, page: Kind, step: Kind, pages_per_s: float) -> float:
    """Return within how many seconds 95 of 100 jobs are done."""
    chance = random.Random(SEED)
    python = [0.0] * house.python_cores
    database = [0.0] * house.database_cores if house.database_cores else python
    trip = QUERY_TRIP_S if house.database_cores else 0.0
    waiting: list[tuple[float, int, float, Kind, bool]] = []
    at, took = 0.0, []
    for number in range(JOBS):
        at += chance.expovariate(pages_per_s * (1 + 1 / PAGES_FOR_A_STEP))
        kind = step if number % (PAGES_FOR_A_STEP + 1) == 0 else page
        heapq.heappush(waiting, (at, number, at, kind, False))
    while waiting:
        ready, number, came, kind, is_last = heapq.heappop(waiting)
        cores = database if is_last else python
        work = chance.expovariate(1 / (kind.database_s if is_last else kind.python_s))
        done = max(ready, cores[0]) + work
        heapq.heapreplace(cores, done)
        if is_last:
            took.append(done + trip * kind.queries - came)
        else:
            heapq.heappush(waiting, (done, number, came, kind, True))
    return statistics.quantiles(took, n=20)[-1]


def highest_rate(house: House, page: Kind, step: Kind) -> float:
    """Return the highest rate of pages at which all is done in time, to one in a hundred."""
    low, high = 0.0, 2.0 * (house.python_cores + house.database_cores) / (page.python_s + page.database_s)
    while high - low > high / 100:
        middle = (low + high) / 2
        if simulate(house, page, step, middle) <= LATEST_S:
            low = middle
        else:
            high = middle
    return low


def main() -> None:
    """Print one line for each house."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.second_machine")
    parser.add_argument("--bench", type=Path, default=Path("bench.json"))
    page, step = costs(parser.parse_args().bench)
    print(
        f"A page costs {1000 * page.python_s:.1f} ms of Python and {1000 * page.database_s:.1f} ms of the database,"
    )
    print(f"a step {1000 * step.python_s:.1f} and {1000 * step.database_s:.1f} ms.")
    for house in HOUSES:
        rate = highest_rate(house, page, step)
        busy = rate * (page.database_s + step.database_s / PAGES_FOR_A_STEP)
        own = f", its database {busy / house.database_cores:.0%} busy" if house.database_cores else ""
        print(f"{house.words}: {rate:.0f} pages/s and {rate / PAGES_FOR_A_STEP:.0f} steps/s{own}")


if __name__ == "__main__":
    main()
