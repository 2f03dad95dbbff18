"""`python -m tests.removals`."""

import argparse
import sys

import pytest

from tests.removals.running import Removals


def main() -> int:
    """Run the removals and return 1 where one of them is noticed by no test."""
    parser = argparse.ArgumentParser(prog="python -m tests.removals", description=__doc__)
    parser.add_argument("--only", default="", help="take away only what has this text in its name")
    parser.add_argument("--workers", type=int, default=2, help="processes at once")
    chosen = parser.parse_args()
    plugin = Removals(chosen.only, chosen.workers)
    ended = pytest.main(
        ["tests", "-s", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-p", "no:randomly", "--no-header"],
        plugins=[plugin],
    )
    return (
        1 if plugin.unnoticed or ended not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) else 0
    )


if __name__ == "__main__":
    sys.exit(main())
