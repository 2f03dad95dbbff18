"""What the vault costs beside its peers, each row in five interleaved rounds at most.

- `sealing`: the job that seals a file: it decrypts it from end to end, hashes it, stores its list of tags and signs its
  manifest. The peer is `age -d` to /dev/null of as many bytes. Both read from the page cache.
- `distance`: a random mebibyte of a large object, opened anew and checked against its signed list. The peer is a random
  mebibyte of a small one.
- `marking`: a page of a PDF drawn with its mark, in process. The peer is the same page without a mark. Then the page
  from the renderer, against 100 ms, and the whole request for it.
- `transfers`: an upload by the tus protocol, encrypted; a download, decrypted, with its entry and its watch. The peer
  is the same gunicorn with the same threads, which writes a file plain and synced, or hands over plain blocks.
- `memory`: how far the resident memory of a process of its own rises above idle, against 24 MiB.
- `stopping`: how long many streams are still handed over after a share ended, against 500 ms, and after a suspension of
  their readers' organization, against one second.

The vault lies on the disk of this folder (`.data`), not in memory, so that what syncs has something to wait for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module

from tests.benchmarks.pairs import Rounds, Row
from tests.benchmarks.vault.place import a_vault

MOST_ROUNDS = 5
PARTS = ("sealing", "distance", "marking", "transfers", "memory", "stopping")


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield every row of the vault."""
    rounds = replace(rounds, number=min(rounds.number, MOST_ROUNDS))
    with a_vault(rounds):
        for part in PARTS:
            yield from import_module(f"{__name__}.{part}").rows(rounds)
