"""Stored content that is not exactly what the signed manifest says gives out no byte of the segment in question."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PrivateKey

from designation.vault import manifest
from designation.vault.content import Reader, Writer
from designation.vault.errors import ObjectMissing, Tampered
from designation.vault.floe import HEADER_LENGTH
from designation.vault.manifest import Manifest
from designation.vault.objects import FolderObjects

pytestmark = pytest.mark.usefixtures("small_segments")

DEK, AAD = bytes(range(32)), b"artifact 1, version 1"
STEP = 96
PLAINTEXT = bytes(index % 251 for index in range(4 * 64 + 10))
KEY = MLDSA87PrivateKey.generate()
Change = Callable[[bytes], bytes]


def stored(objects: FolderObjects, plaintext: bytes = PLAINTEXT, aad: bytes = AAD) -> Manifest:
    object_id = uuid4()
    with Writer(objects, object_id, DEK, aad) as writer:
        writer.write(plaintext)
        written = writer.finish()
    made = manifest.of_written(
        written,
        objects,
        artifact=uuid4(),
        version=1,
        object_id=object_id,
        tags_object_id=uuid4(),
        name_digest=None,
    )
    return manifest.verify(made.encode(), manifest.sign(made, KEY), KEY.public_key())


def path_of(objects: FolderObjects, object_id: UUID) -> Path:
    return objects._folder / object_id.hex[-2:] / object_id.hex


def segment(data: bytes, index: int) -> bytes:
    return data[HEADER_LENGTH + index * STEP :][:STEP]


def with_segment(data: bytes, index: int, put: bytes) -> bytes:
    start = HEADER_LENGTH + index * STEP
    return data[:start] + put + data[start + STEP :]


def refused_segments(reader: Reader) -> list[int]:
    refused = []
    for index in range(5):
        start = index * 64
        try:
            block = reader.read(start, min(start + 64, reader.length_bytes))
        except Tampered:
            refused.append(index)
        else:
            assert block == PLAINTEXT[start : start + 64]
    return refused


def test_content_opens_as_its_manifest_says(objects: FolderObjects) -> None:
    assert refused_segments(manifest.open_content(stored(objects), objects, DEK, AAD)) == []


def test_an_altered_segment_is_refused_and_the_others_are_not(objects: FolderObjects) -> None:
    for place in range(0, STEP, 5):
        of = stored(objects)
        data = bytearray(path_of(objects, of.object_id).read_bytes())
        data[HEADER_LENGTH + 2 * STEP + place] ^= 1
        path_of(objects, of.object_id).write_bytes(data)

        assert refused_segments(manifest.open_content(of, objects, DEK, AAD)) == [2]


@pytest.mark.parametrize("tags", [True, False])
def test_segments_that_changed_places_are_refused(objects: FolderObjects, tags: bool) -> None:
    of = stored(objects)
    data = path_of(objects, of.object_id).read_bytes()
    swapped = with_segment(with_segment(data, 1, segment(data, 3)), 3, segment(data, 1))
    path_of(objects, of.object_id).write_bytes(swapped)

    assert refused_segments(opened(of, objects, tags=tags)) == [1, 3]


@pytest.mark.parametrize("tags", [True, False])
def test_an_older_segment_at_the_same_place_is_refused(objects: FolderObjects, tags: bool) -> None:
    older, of = stored(objects), stored(objects)
    data, old = (path_of(objects, each.object_id).read_bytes() for each in (of, older))
    path_of(objects, of.object_id).write_bytes(with_segment(data, 1, segment(old, 1)))

    assert refused_segments(opened(of, objects, tags=tags)) == [1]


def test_an_older_object_in_the_same_place_is_refused_by_the_manifest(objects: FolderObjects) -> None:
    older, of = stored(objects), stored(objects)
    path_of(objects, of.object_id).write_bytes(path_of(objects, older.object_id).read_bytes())

    assert (
        refused_segments(opened(of, objects, tags=False)) == []
    )  # the key and the associated data are right
    assert refused_segments(opened(of, objects, tags=True)) == [0, 1, 2, 3, 4]


def test_an_older_list_of_tags_is_refused(objects: FolderObjects) -> None:
    older, of = stored(objects), stored(objects)
    path_of(objects, of.object_id).write_bytes(path_of(objects, older.object_id).read_bytes())
    path_of(objects, of.tags_object_id).write_bytes(path_of(objects, older.tags_object_id).read_bytes())

    with pytest.raises(Tampered):
        opened(of, objects, tags=True)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:-1],
        lambda data: data[:-42],
        lambda data: data[:HEADER_LENGTH],
        lambda data: b"",
        lambda data: data + b"\0",
        lambda data: data + data[HEADER_LENGTH : HEADER_LENGTH + STEP],
    ],
)
@pytest.mark.parametrize("tags", [True, False])
def test_another_length_is_refused_before_anything_is_read(
    objects: FolderObjects, change: Change, tags: bool
) -> None:
    of = stored(objects)
    path_of(objects, of.object_id).write_bytes(change(path_of(objects, of.object_id).read_bytes()))

    with pytest.raises(Tampered):
        opened(of, objects, tags=tags)


@pytest.mark.parametrize("length", [0, 64, 255, 256, 257, 265, 267, 320])
@pytest.mark.parametrize("tags", [True, False])
def test_a_length_that_is_not_the_content_s_is_refused(
    objects: FolderObjects, length: int, tags: bool
) -> None:
    with pytest.raises(Tampered):
        opened(replace(stored(objects), length_bytes=length), objects, tags=tags)


def test_a_full_last_segment_cannot_pass_for_one_in_the_middle(objects: FolderObjects) -> None:
    of = stored(objects, PLAINTEXT[:128])
    short = path_of(objects, of.object_id).read_bytes()
    path_of(objects, of.object_id).write_bytes(short + segment(short, 1))

    reader = Reader(objects, of.object_id, DEK, AAD, length_bytes=192, tags=None)
    assert reader.read(0, 64) == PLAINTEXT[:64]
    with pytest.raises(Tampered):
        reader.read(64, 128)
    with pytest.raises(Tampered):
        reader.read(128, 192)


@pytest.mark.parametrize(("dek", "aad"), [(bytes(32), AAD), (DEK, b"artifact 1, version 2"), (DEK, b"")])
def test_another_key_or_aad_is_refused(objects: FolderObjects, dek: bytes, aad: bytes) -> None:
    with pytest.raises(Tampered):
        manifest.open_content(stored(objects), objects, dek, aad)


def test_content_deleted_while_it_is_read_stops(objects: FolderObjects) -> None:
    of = stored(objects)
    blocks = manifest.open_content(of, objects, DEK, AAD).blocks(0, 200, size=64)
    assert next(blocks) == PLAINTEXT[:64]

    objects.delete(of.object_id)

    with pytest.raises(ObjectMissing):
        next(blocks)


def opened(of: Manifest, objects: FolderObjects, *, tags: bool) -> Reader:
    if tags:
        return manifest.open_content(of, objects, DEK, AAD)
    return Reader(objects, of.object_id, DEK, AAD, length_bytes=of.length_bytes, tags=None)
