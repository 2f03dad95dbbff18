"""Content that was cut or extended, or whose stated length is wrong, is refused before anything is read."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from designation.vault.content import Reader
from designation.vault.errors import Tampered
from designation.vault.floe import HEADER_LENGTH
from designation.vault.objects import FolderObjects
from tests.designation.vault.sealed_content import AAD, DEK, PLAINTEXT, STEP, opened, path_of, segment, stored

pytestmark = pytest.mark.usefixtures("small_segments")

Change = Callable[[bytes], bytes]


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
