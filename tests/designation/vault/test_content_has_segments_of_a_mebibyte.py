"""A segment holds 1 MiB of plaintext, and only a few segments are in memory at a time."""

import os
import tracemalloc
from uuid import UUID, uuid4

from designation.vault.content import SEGMENT_BYTES, Reader, Writer, Written
from designation.vault.objects import FolderObjects


def write(objects: FolderObjects, chunks: list[bytes]) -> tuple[UUID, Written]:
    object_id = uuid4()
    with Writer(objects, object_id, bytes(32), b"") as writer:
        for chunk in chunks:
            writer.write(chunk)
        return object_id, writer.finish()


def reader_of(objects: FolderObjects, object_id: UUID, written: Written) -> Reader:
    return Reader(objects, object_id, bytes(32), b"", length_bytes=written.length_bytes, tags=None)


def test_segments_hold_a_mebibyte(objects: FolderObjects) -> None:
    plaintext = os.urandom(2 * 2**20 + 3)
    object_id, written = write(objects, [plaintext])
    reader = reader_of(objects, object_id, written)

    assert written.segments == 3
    assert reader.read(2**20 - 2, 2**20 + 2) == plaintext[2**20 - 2 : 2**20 + 2]
    assert [len(block) for block in reader.blocks(2**20 - 1, 2**20 + 65537)] == [1, 65536, 1]


def test_memory_does_not_grow_with_the_content(objects: FolderObjects) -> None:
    chunk = bytes(3 * 2**20)
    tracemalloc.start()
    try:
        object_id, written = write(objects, [chunk] * 16)
        for _ in reader_of(objects, object_id, written).blocks(0, written.length_bytes):
            pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 5 * SEGMENT_BYTES
