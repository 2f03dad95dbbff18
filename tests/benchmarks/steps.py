"""One step with all its duties, beside django-fsm-2 with django-fsm-log: the same step locked, saved and logged.

Both run over the server that `make bench` starts with its data in memory (tmpfs): no disk hides what either costs.
The same on disk, over a server that syncs each commit, is printed with the disk's own fdatasync and has no bar.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from subprocess import run
from sys import executable

from tests.benchmarks.on_disk import a_server_on_disk, filesystem_of
from tests.benchmarks.pairs import Rounds, Row, compare, side

BAR = 2.0
"""With all its duties, a step is to cost half of the peer's without them. Not met yet; the ratio is shown as it is."""


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the rows of this comparison: one client, and eight at once."""
    folder = filesystem_of(Path(os.environ["DATA_DIR"]))
    for clients in (1, 8):
        yield _words(clients), _compare(clients, rounds, BAR) | {"data_folder": folder}
    with a_server_on_disk() as facts:
        for clients in (1, 8):
            yield f"{_words(clients)}, on disk", _compare(clients, rounds, None) | facts


def _words(clients: int) -> str:
    return f"a step, {clients} client{'s' if clients > 1 else ''}, against django-fsm-2 with django-fsm-log"


def _compare(clients: int, rounds: Rounds, bar: float | None) -> Row:
    for module in ("ours", "peer"):
        run([executable, "-m", f"tests.benchmarks.{module}.prepare"], check=True)
    ours, peer = side("tests.benchmarks.ours.client"), side("tests.benchmarks.peer.client")
    return compare(ours, peer, clients=clients, rounds=rounds, bar=bar, unit="steps/s")
