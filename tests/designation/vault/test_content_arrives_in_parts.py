"""Parts that were encrypted one by one, each without knowing the others, are the one ciphertext that a Writer makes."""

from itertools import pairwise
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designation.vault import content, floe
from designation.vault.content import PartWriter, Reader, join, new_header
from designation.vault.errors import ObjectMissing, Tampered
from designation.vault.floe import OVERHEAD, Parameters
from designation.vault.objects import FolderObjects

pytestmark = pytest.mark.usefixtures("small_segments")
KEY, AAD, SEGMENT = bytes(range(32)), b"aad", 64
PARAMETERS = Parameters(16 + OVERHEAD, rotation_mask=2)


def part(objects: FolderObjects, header: bytes, whole: bytes, start: int, stop: int) -> tuple[UUID, int]:
    """Store one part, in writes of odd lengths. Return its id and the length that it holds."""
    part_id = uuid4()
    place = {"header": header, "start": start, "length_bytes": len(whole)}
    with PartWriter(objects, part_id, KEY, AAD, **place) as writer:
        for at in range(start, stop, 37):
            writer.write(whole[at : min(at + 37, stop)])
        return part_id, writer.finish()


def read(objects: FolderObjects, object_id: UUID, length: int) -> bytes:
    return Reader(objects, object_id, KEY, AAD, length_bytes=length, tags=None).read(0, length)


@pytest.mark.parametrize("length", [1, 63, 64, 65, 128, 129, 640])
@pytest.mark.parametrize("step", [64, 128, 1000])
def test_parts_are_joined_to_the_content(objects: FolderObjects, length: int, step: int) -> None:
    whole, header = bytes(n % 251 for n in range(length)), new_header(KEY, AAD)
    stops = [*range(0, length, step), length]
    parts = [part(objects, header, whole, start, stop) for start, stop in pairwise(stops)]
    assert sum(kept for _, kept in parts) == length
    object_id = uuid4()
    join(objects, object_id, header, [part_id for part_id, _ in parts])
    assert read(objects, object_id, length) == whole


@given(cut=st.integers(1, 299))
def test_what_is_less_than_a_segment_is_not_kept(objects: FolderObjects, cut: int) -> None:
    whole, header = bytes(300), new_header(KEY, AAD)
    part_id, kept = part(objects, header, whole, 0, cut)
    assert kept == cut // SEGMENT * SEGMENT
    assert objects.exists(part_id) == (kept > 0)


def test_a_part_that_is_not_finished_leaves_nothing(tmp_path: Path) -> None:
    objects = FolderObjects(tmp_path)
    place = {"header": new_header(KEY, AAD), "start": 0, "length_bytes": 300}
    with PartWriter(objects, uuid4(), KEY, AAD, **place) as writer:
        writer.write(bytes(200))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("start", [-64, 1, 63, 300, 320])
def test_a_part_begins_with_a_segment_of_the_content(objects: FolderObjects, start: int) -> None:
    with pytest.raises(ValueError):
        PartWriter(objects, uuid4(), KEY, AAD, header=new_header(KEY, AAD), start=start, length_bytes=300)


def test_a_part_takes_no_more_than_is_left(objects: FolderObjects) -> None:
    place = {"header": new_header(KEY, AAD), "start": 256, "length_bytes": 300}
    with PartWriter(objects, uuid4(), KEY, AAD, **place) as writer:
        writer.write(bytes(44))
        with pytest.raises(ValueError):
            writer.write(b"x")


@pytest.mark.parametrize(("key", "aad"), [(bytes(32), AAD), (KEY, b"another")])
def test_a_header_of_another_content_is_refused(objects: FolderObjects, key: bytes, aad: bytes) -> None:
    header = new_header(KEY, AAD)
    with pytest.raises(Tampered):
        PartWriter(objects, uuid4(), key, aad, header=header, start=0, length_bytes=300)


def test_parts_in_another_order_are_not_the_content(objects: FolderObjects) -> None:
    whole, header = bytes(256), new_header(KEY, AAD)
    first, second = (part(objects, header, whole, start, start + 128)[0] for start in (0, 128))
    object_id = uuid4()
    join(objects, object_id, header, [second, first])
    with pytest.raises(Tampered):
        read(objects, object_id, 256)


def test_a_missing_part_leaves_no_object(objects: FolderObjects) -> None:
    object_id = uuid4()
    with pytest.raises(ObjectMissing):
        join(objects, object_id, new_header(KEY, AAD), [uuid4()])
    assert not objects.exists(object_id)


def test_empty_content_is_checked_when_it_is_read(objects: FolderObjects) -> None:
    object_id = uuid4()
    with content.Writer(objects, object_id, KEY, AAD) as writer:
        writer.finish()
    assert read(objects, object_id, 0) == b""
    (path,) = list(objects._folder.rglob(object_id.hex))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(Tampered):
        read(objects, object_id, 0)


@given(plaintext=st.binary(max_size=200), resumed=st.integers(0, 12))
def test_an_encryptor_that_goes_on_makes_what_one_makes_alone(plaintext: bytes, resumed: int) -> None:
    step = PARAMETERS.payload_length
    last = PARAMETERS.segments(len(plaintext)) - 1
    first = floe.Encryptor(KEY, AAD, PARAMETERS)
    segments = []
    for index in range(last + 1):
        encryptor = first
        if index >= resumed:
            encryptor = floe.Encryptor.resume(KEY, AAD, first.header, PARAMETERS, index=index)
        piece = plaintext[index * step : (index + 1) * step]
        segments.append(encryptor.last(piece) if index == last else encryptor.segment(piece))
    assert floe.decrypt(KEY, AAD, b"".join([first.header, *segments]), PARAMETERS) == plaintext


@pytest.mark.parametrize("index", [-1, floe.MOST_SEGMENTS])
def test_there_is_no_segment_before_the_first_or_after_the_last(index: int) -> None:
    header = floe.new_header(KEY, AAD, PARAMETERS)
    with pytest.raises(ValueError):
        floe.Encryptor.resume(KEY, AAD, header, PARAMETERS, index=index)
