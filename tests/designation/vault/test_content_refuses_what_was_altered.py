"""Stored content that is not exactly what the signed manifest says gives out no byte of the segment in question."""

import pytest

from designation.vault import manifest
from designation.vault.content import Reader
from designation.vault.errors import ObjectMissing, Tampered
from designation.vault.floe import HEADER_LENGTH
from designation.vault.objects import FolderObjects
from tests.designation.vault.sealed_content import AAD, DEK, PLAINTEXT, STEP, opened, path_of, segment, stored

pytestmark = pytest.mark.usefixtures("small_segments")


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
