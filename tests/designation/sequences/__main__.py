"""`python -m tests.designation.sequences`: random sequences for hours, each round with its stage and seed printed."""

import argparse
import os
import sys

import pytest


def main() -> int:
    """Run sequences and return pytest's exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.designation.sequences", description=__doc__)
    parser.add_argument("--hours", default="1", help="how long, in hours; every round is finished")
    parser.add_argument("--seed", default="", help="run one round again, with --stage")
    parser.add_argument("--stage", default="", help="where sequences begin")
    chosen = parser.parse_args()
    os.environ |= {"PROVE_HOURS": chosen.hours, "PROVE_SEED": chosen.seed, "PROVE_STAGE": chosen.stage}
    proving = "tests/designation/sequences/proving.py"
    return int(pytest.main([proving, "-s", "-q", "--tb=short", "-p", "no:xdist", "-p", "no:cacheprovider"]))


if __name__ == "__main__":
    sys.exit(main())
