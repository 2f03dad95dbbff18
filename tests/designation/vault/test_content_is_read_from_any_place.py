"""Content written in chunks of any length is read back from any place to any other."""

import hashlib
import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designation.vault.content import Reader, Writer, Written
from designation.vault.objects import FolderObjects

pytestmark = pytest.mark.usefixtures("small_segments")

DEK = bytes(range(32))
AAD = b"artifact"
EDGES = [0, 1, 63, 64, 65, 5 * 64 - 1, 5 * 64, 5 * 64 + 1]


def write(objects: FolderObjects, chunks: list[bytes]) -> tuple[UUID, Written]:
    object_id = uuid4()
    with Writer(objects, object_id, DEK, AAD) as writer:
        for chunk in chunks:
            writer.write(chunk)
        return object_id, writer.finish()


def reader_of(objects: FolderObjects, object_id: UUID, written: Written) -> Reader:
    return Reader(objects, object_id, DEK, AAD, length_bytes=written.length_bytes, tags=None)


@given(chunks=st.lists(st.binary(max_size=200), max_size=8), data=st.data())
def test_any_chunks_come_back_from_any_place(
    objects: FolderObjects, chunks: list[bytes], data: st.DataObject
) -> None:
    plaintext = b"".join(chunks)
    stop = data.draw(st.integers(0, len(plaintext)))
    start = data.draw(st.integers(0, stop))
    size = data.draw(st.integers(1, 150))

    object_id, written = write(objects, chunks)
    reader = reader_of(objects, object_id, written)
    blocks = list(reader.blocks(start, stop, size))

    assert reader.read(start, stop) == plaintext[start:stop] == b"".join(blocks)
    assert all(0 < len(block) <= size for block in blocks)
    assert written.sha256 == hashlib.sha256(plaintext).digest()


@pytest.mark.parametrize("length", EDGES)
def test_content_at_the_edge_of_a_segment_comes_back(
    objects: FolderObjects, length: int, tmp_path: Path
) -> None:
    plaintext = os.urandom(length)
    object_id, written = write(objects, [plaintext])

    assert written == Written(
        length, max(1, -(-length // 64)), hashlib.sha256(plaintext).digest(), written.tags
    )
    assert len(written.tags) == 16 * written.segments
    with (tmp_path / "copy").open("wb") as copy:
        reader_of(objects, object_id, written).copy_to(copy.fileno())
    assert (tmp_path / "copy").read_bytes() == plaintext


def test_a_segment_is_decrypted_once_for_all_its_blocks(
    objects: FolderObjects, monkeypatch: pytest.MonkeyPatch
) -> None:
    object_id, written = write(objects, [bytes(300)])
    reader = reader_of(objects, object_id, written)
    offsets: list[int] = []
    read = objects.read_into
    monkeypatch.setattr(
        objects, "read_into", lambda of, offset, buffer: (offsets.append(offset), read(of, offset, buffer))[1]
    )

    list(reader.blocks(10, 120, size=7))

    assert offsets == [74, 74 + 96]


@pytest.mark.parametrize(
    ("start", "stop", "size"), [(-4, 3, 9), (3, 2, 9), (0, 301, 9), (301, 301, 9), (0, 9, 0)]
)
def test_a_range_outside_the_content_is_refused_at_once(
    objects: FolderObjects, start: int, stop: int, size: int
) -> None:
    object_id, written = write(objects, [bytes(300)])

    with pytest.raises(ValueError, match="There are no bytes"):
        reader_of(objects, object_id, written).blocks(start, stop, size)
