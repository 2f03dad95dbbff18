"""`python -m tests.mutants`."""

import argparse
import sys
from pathlib import Path

import pytest

from tests.mutants.running import Mutants

ENGINE = (
    "guards approvals/__init__ approvals/signing approvals/standing authorization idempotency apply_step perform "
    "deadlines firing batch_deadlines sweep jobs outbox mail calendars"
)
LEDGER = (
    "merkle canonical note checkpoint cosignature proofs tiles append intake seal files keys bundle export plain "
    "verify/__init__ reading contents holding runs"
)
HEART = [
    *(f"workflow/{name}.py" for name in ENGINE.split()),
    *(f"workflow/ledger/{name}.py" for name in LEDGER.split()),
]


def main() -> int:
    """Run the changes and list those that no test notices."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", type=Path, default=[Path(name) for name in HEART])
    parser.add_argument("--watched", type=Path, help="keep in this file which test reaches which line")
    parser.add_argument(
        "--seconds", type=float, default=20.0, help="of the tests' time, at most, for one change"
    )
    parser.add_argument("--only", default="", help="make only the changes whose words match this pattern")
    chosen = parser.parse_args()
    if missing := [str(path) for path in chosen.modules if not path.is_file()]:
        parser.error(f"There is no such module: {', '.join(missing)}.")
    plugin = Mutants(chosen.modules, chosen.watched, chosen.seconds, chosen.only)
    return pytest.main(
        [
            "tests/workflow",
            "-s",
            "-q",
            "-p",
            "no:xdist",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:randomly",
            "--no-header",
        ],
        plugins=[plugin],
    )


if __name__ == "__main__":
    sys.exit(main())
