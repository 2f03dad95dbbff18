"""One segment of long content is checked by hashing its group of tags, never the whole list."""

import hashlib
import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from designation.vault.errors import ObjectExists, Tampered
from designation.vault.objects import FolderObjects
from designation.vault.tag_list import GROUP, TagList, write_tags

SIZES = [1, 2, GROUP - 1, GROUP, GROUP + 1, 3 * GROUP, 3 * GROUP + 7]


def made(objects: FolderObjects, segments: int) -> tuple[UUID, bytes, bytes]:
    object_id, tags = uuid4(), os.urandom(16 * segments)
    return object_id, tags, write_tags(objects, object_id, tags)


def check_all(objects: FolderObjects, object_id: UUID, tags: bytes, root: bytes) -> None:
    listed = TagList(objects, object_id, segments=len(tags) // 16, root=root)
    for index in range(len(tags) // 16):
        listed.check(index, tags[index * 16 : index * 16 + 16])


@pytest.mark.parametrize("segments", SIZES)
def test_every_tag_fits_its_own_place_only(objects: FolderObjects, segments: int) -> None:
    object_id, tags, root = made(objects, segments)
    listed = TagList(objects, object_id, segments=segments, root=root)

    for index in range(segments):
        tag = tags[index * 16 : index * 16 + 16]
        listed.check(index, tag)
        for place, wrong in [
            (index, bytes(16)),
            (index, tag[:15]),
            (index, b""),
            ((index + 1) % (segments + 1), tag),
        ]:
            with pytest.raises(Tampered):
                listed.check(place, wrong)
    for index in (-1, segments, segments + 1, segments + GROUP):
        for tag in (tags[-16:], b""):
            with pytest.raises(Tampered):
                listed.check(index, tag)


@pytest.mark.parametrize("segments", SIZES)
def test_an_altered_list_is_refused(objects: FolderObjects, segments: int) -> None:
    object_id, tags, root = made(objects, segments)
    path = objects._folder / object_id.hex[-2:] / object_id.hex
    good = path.read_bytes()
    for place in range(0, len(good), 29):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(Tampered):
            check_all(objects, object_id, tags, root)
    for altered in (good[:-1], good + b"\0", b"", good[48:]):
        path.write_bytes(altered)
        with pytest.raises(Tampered):
            TagList(objects, object_id, segments=segments, root=root)


def test_another_number_of_segments_is_refused(objects: FolderObjects) -> None:
    object_id, _, root = made(objects, 300)

    for segments in (0, 1, 256, 299, 301, 600):
        with pytest.raises(Tampered):
            TagList(objects, object_id, segments=segments, root=root)


def test_ten_gibibytes_read_two_kibibytes_to_open_and_four_to_check(
    objects: FolderObjects, monkeypatch: pytest.MonkeyPatch
) -> None:
    object_id, tags, root = made(objects, 10 * 1024)
    lengths: list[int] = []
    read = objects.read
    monkeypatch.setattr(
        objects, "read", lambda of, offset, length: (lengths.append(length), read(of, offset, length))[1]
    )

    listed = TagList(objects, object_id, segments=10 * 1024, root=root)
    for index in (7000, 7001):
        listed.check(index, tags[index * 16 : index * 16 + 16])

    assert lengths == [40 * 48, 4096]


def test_groups_cannot_be_exchanged(objects: FolderObjects, tmp_path: Path) -> None:
    object_id, tags, root = made(objects, 2 * GROUP)
    path = objects._folder / object_id.hex[-2:] / object_id.hex
    digests, half = path.read_bytes()[:96], 16 * GROUP
    path.write_bytes(digests + tags[half:] + tags[:half])

    with pytest.raises(Tampered):
        TagList(objects, object_id, segments=2 * GROUP, root=root).check(0, tags[half : half + 16])


def test_a_list_is_written_once(objects: FolderObjects) -> None:
    object_id, tags, _ = made(objects, 3)

    with pytest.raises(ObjectExists):
        write_tags(objects, object_id, tags)


def test_the_format_does_not_change(objects: FolderObjects) -> None:
    tags = bytes(range(16)) * (GROUP + 1)
    groups = [
        hashlib.sha384(b"designation/vault/tags/group/v1\0" + bytes(7) + bytes([number]) + part).digest()
        for number, part in enumerate((tags[: 16 * GROUP], tags[16 * GROUP :]))
    ]
    expected = hashlib.sha384(
        b"designation/vault/tags/root/v1\0" + (GROUP + 1).to_bytes(8, "big") + b"".join(groups)
    ).digest()
    object_id = uuid4()

    assert write_tags(objects, object_id, tags) == expected
    assert objects.read(object_id, 0, 2**20) == b"".join(groups) + tags
