"""Random sequences for hours, each round with a seed of its own. Run by `make prove`; no part of `make test`."""

from __future__ import annotations

import os
import secrets
import sys
import time

from tests.database_templates import Kept, Shelf
from tests.designation.sequences.sequences import LONG, Sequences, run
from tests.designation.sequences.staging import STAGES, at_stage
from tests.fixture_cache import inside
from workflow.ledger.seal import seal


def test_random_sequences(people_kept: Kept, shelf: Shelf) -> None:
    """Go from stage to stage until the time is over, one round at least; with a seed, that round alone."""
    ends = time.monotonic() + 3600 * float(os.environ["PROVE_HOURS"])
    seeded, chosen = os.environ.get("PROVE_SEED"), os.environ.get("PROVE_STAGE")
    while True:
        stage = chosen or secrets.choice(STAGES)
        seed = int(seeded) if seeded else secrets.randbits(32)
        _say(f"make prove STAGE={stage} SEED={seed}\n")
        with inside(shelf, people_kept) as world:
            acting = at_stage(world, stage)
            seal(acting.plain.now)
            run(acting.copy, LONG, seeded=seed)
        _say(f"  holds; {Sequences.sequences} sequences, {Sequences.happened} happenings so far\n")
        if seeded or time.monotonic() > ends:
            return


def _say(text: str) -> None:
    sys.__stdout__.write(text)
    sys.__stdout__.flush()
