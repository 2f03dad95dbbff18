"""A random mebibyte of a large object, beside one of a small one: `… distance MEBIBYTES`.

As for a request for a range, the object is opened anew each time, and what is read is checked against its signed list.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Iterator
from uuid import uuid4

from tests.benchmarks.pairs import Rounds, Row, compare_times, serve, side
from tests.benchmarks.vault import place

BAR = 1.5
LARGE_MIB, SMALL_MIB = 10_240, 10
MIB = 1 << 20


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the one row. Where the disk has too little room, the large object is as large as half of what is free."""
    fits = shutil.disk_usage(place.folder()).free // MIB // 2
    large = min(rounds.of(LARGE_MIB, 2 * SMALL_MIB), fits)
    sides = [side("tests.benchmarks.vault.distance", size) for size in (large, SMALL_MIB)]
    words = f"a random MiB of {large:,} MiB, against one of {SMALL_MIB} MiB"
    yield words, compare_times(*sides, rounds=rounds, bar=BAR)


def main(size: int) -> None:
    """Read from an object of this length, and remove it in the end."""
    from designation.vault import content, manifest
    from designation.vault.objects import FolderObjects

    key, objects, object_id = os.urandom(32), FolderObjects(place.folder() / f"distance-{size}"), uuid4()
    with content.Writer(objects, object_id, key, b"benchmark") as writer:
        for block in place.blocks(size):
            writer.write(block)
        written = writer.finish()
    ids = {"artifact": uuid4(), "object_id": object_id, "tags_object_id": uuid4()}
    of = manifest.of_written(written, objects, version=1, name_digest=None, **ids)
    chance = random.Random(size)

    def step() -> None:
        start = chance.randrange(of.length_bytes - MIB)
        found = manifest.open_content(of, objects, key, b"benchmark").read(start, start + MIB)
        assert len(found) == MIB

    serve(step)
    objects.delete(object_id)


if __name__ == "__main__":
    main(int(sys.argv[1]))
