"""Eight processes on different matters, beside one hash chain that is appended inside the same transaction.

Ours: eight clients, each with a lamp and a log of its own, a step with every duty (`ours/client.py`), while a ninth
process seals what grew into the register every two seconds and signs a checkpoint.
The peer: the same step on django-fsm-2, read under a row lock and saved; then the head of the chain, one row, is locked
as late as can be, an entry with the hash of the entry before it is written, and the head moved. Nothing is signed or
sealed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from tests.benchmarks.pairs import Rounds, Row, compare, side

BAR = 1.8
CLIENTS = 8


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the one row."""
    for module in ("ours", "peer"):
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{module}.prepare"], check=True)
    ours, peer = side("tests.benchmarks.ours.client"), side("tests.benchmarks.chain.peer")
    with subprocess.Popen(
        side("tests.benchmarks.chain.sealing"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as sealing:
        row = compare(ours, peer, clients=CLIENTS, rounds=rounds, bar=BAR, unit="steps/s")
        said, _nothing = sealing.communicate()
    if sealing.returncode or not int(said):
        raise RuntimeError("Nothing was sealed while the steps were measured.")
    yield (
        f"a step, {CLIENTS} clients on different matters, against one hash chain",
        row | {"checkpoints": int(said)},
    )
