"""`python -m tests.benchmarks.vault.content FOLDER MEBIBYTES`: how fast content is encrypted and read on this disk.

Writes one object of random content into a new folder inside FOLDER and removes it afterwards. Needs no servers.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from uuid import uuid4

from designation.vault import content, manifest
from designation.vault.manifest import Manifest
from designation.vault.objects import FolderObjects

DEK, AAD = os.urandom(32), b"benchmark"
CHUNK = os.urandom(8 * 2**20)
RANDOM_READS = 2000


def seconds(action: Callable[[], object]) -> float:
    """Return how long `action` takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def stored(objects: FolderObjects, mebibytes: int) -> Manifest:
    """Encrypt content of this length, print the rate, and return its manifest."""
    object_id, began = uuid4(), time.perf_counter()
    with content.Writer(objects, object_id, DEK, AAD) as writer:
        for _ in range(mebibytes // 8):
            writer.write(CHUNK)
        before_sync = time.perf_counter() - began
        written = writer.finish()
    taken = time.perf_counter() - began
    print(f"encrypt: {mebibytes / taken:.0f} MiB/s with fsync, {mebibytes / before_sync:.0f} MiB/s before it")
    return manifest.of_written(
        written,
        objects,
        artifact=uuid4(),
        version=1,
        object_id=object_id,
        tags_object_id=uuid4(),
        name_digest=None,
    )


def main(folder: str, mebibytes: int) -> None:
    """Print one line for each thing measured. The content is read from the page cache if it fits."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        objects = FolderObjects(place)
        of = stored(objects, mebibytes)
        reader = manifest.open_content(of, objects, DEK, AAD)
        starts = [random.randrange(of.length_bytes - content.BLOCK_BYTES) for _ in range(RANDOM_READS)]
        reads = seconds(lambda: [reader.read(start, start + content.BLOCK_BYTES) for start in starts])
        print(f"random reads of 64 KiB, tags checked: {RANDOM_READS / reads:.0f}/s")
        whole = seconds(lambda: [None for _ in reader.blocks(0, of.length_bytes)])
        print(f"sequential blocks of 64 KiB, tags checked: {mebibytes / whole:.0f} MiB/s")
        opens = seconds(lambda: [manifest.open_content(of, objects, DEK, AAD) for _ in range(200)])
        print(f"opening: {opens / 200 * 1e6:.0f} µs")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
