"""Random sequences for hours, each round with a seed of its own. Run by `make prove`; no part of `make test`."""

from __future__ import annotations

import os
import secrets
import sys
import time

from tests.database_templates import Kept, Shelf
from tests.designation.sequences import sequences as requests
from tests.designation.sequences import staging as of_requests
from tests.designation.sequences.partners import sequences as partners
from tests.designation.sequences.partners import staging as of_partners
from tests.designation.sequences.sequences import LONG
from tests.fixture_cache import inside
from workflow.ledger.seal import seal

ROUNDS = dict.fromkeys(of_requests.STAGES, (of_requests.at_stage, requests))
ROUNDS |= dict.fromkeys(of_partners.STAGES, (of_partners.at_stage, partners))
"""How to walk to each stage, and what happens from there: requests with their windows, or the roster of partners."""


def test_random_sequences(people_kept: Kept, shelf: Shelf) -> None:
    """Go from stage to stage until the time is over, one round at least; with a seed, that round alone."""
    ends = time.monotonic() + 3600 * float(os.environ["PROVE_HOURS"])
    seeded, chosen = os.environ.get("PROVE_SEED"), os.environ.get("PROVE_STAGE")
    while True:
        stage = chosen or secrets.choice(list(ROUNDS))
        seed = int(seeded) if seeded else secrets.randbits(32)
        at_stage, happening = ROUNDS[stage]
        _say(f"make prove STAGE={stage} SEED={seed}\n")
        with inside(shelf, people_kept) as world:
            acting = at_stage(world, stage)
            seal(acting.plain.now)
            happening.run(acting.copy, LONG, seeded=seed)
        _say(f"  holds; {_total('sequences')} sequences, {_total('happened')} happenings so far\n")
        if seeded or time.monotonic() > ends:
            return


def _total(counted: str) -> int:
    return sum(getattr(happening.Sequences, counted) for happening in (requests, partners))


def _say(text: str) -> None:
    sys.__stdout__.write(text)
    sys.__stdout__.flush()
