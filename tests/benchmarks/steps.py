"""One step with all its duties, beside django-fsm-2 with the same duties in ordinary Django, and without them.

The peers are described in `peer/duties.py`: *usual* and *lean* do what a step does; the bare one locks, saves and logs
the transition, and has no bar, because it does less. All run over the server that `make bench` starts with its data in
memory (tmpfs): no disk hides what either costs. The bare comparison on disk, over a server that syncs each commit, is
printed with the disk's own fdatasync.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from subprocess import run
from sys import executable

from tests.benchmarks.on_disk import a_server_on_disk, filesystem_of
from tests.benchmarks.pairs import Rounds, Row, compare, side

BARS = {"usual": 2.5, "lean": 2.0}
PEERS = {
    "usual": "django-fsm-2 and django-fsm-log with equal duties",
    "lean": "django-fsm-2 with equal duties and its chain in the row",
    "bare": "django-fsm-2 with django-fsm-log, which has no duties",
}


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the rows of this comparison: one client, and eight at once."""
    folder = filesystem_of(Path(os.environ["DATA_DIR"]))
    for peer in PEERS:
        for clients in (1, 8):
            yield _words(peer, clients), _compare(peer, clients, rounds) | {"data_folder": folder}
    with a_server_on_disk() as facts:
        for clients in (1, 8):
            yield f"{_words('bare', clients)}, on disk", _compare("bare", clients, rounds) | facts


def _words(peer: str, clients: int) -> str:
    return f"a step, {clients} client{'s' if clients > 1 else ''}, against {PEERS[peer]}"


def _compare(peer: str, clients: int, rounds: Rounds) -> Row:
    for module in ("ours", "peer"):
        run([executable, "-m", f"tests.benchmarks.{module}.prepare"], check=True)
    theirs = side("tests.benchmarks.peer.client")
    if peer in BARS:
        theirs = side("tests.benchmarks.peer.dutiful", peer)
    ours = side("tests.benchmarks.ours.client")
    return compare(ours, theirs, clients=clients, rounds=rounds, bar=BARS.get(peer), unit="steps/s")
