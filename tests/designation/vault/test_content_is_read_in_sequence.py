"""Content is read from end to end in segments, each authentic and in its place, without a copy of each."""

import pytest

from designation.vault.errors import Tampered
from designation.vault.floe import HEADER_LENGTH
from designation.vault.objects import FolderObjects
from tests.designation.vault.sealed_content import PLAINTEXT, STEP, opened, path_of, stored

pytestmark = pytest.mark.usefixtures("small_segments")


@pytest.mark.parametrize("tags", [True, False])
@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 128, len(PLAINTEXT)])
def test_the_segments_are_the_content(objects: FolderObjects, length: int, tags: bool) -> None:
    reader = opened(stored(objects, PLAINTEXT[:length]), objects, tags=tags)
    taken = [bytes(segment) for segment in reader.segments()]
    assert b"".join(taken) == PLAINTEXT[:length]
    assert {len(one) for one in taken[:-1]} <= {64}


@pytest.mark.parametrize("tags", [True, False])
@pytest.mark.parametrize("index", range(5))
def test_nothing_of_an_altered_segment_is_returned(objects: FolderObjects, index: int, tags: bool) -> None:
    of = stored(objects)
    path = path_of(objects, of.object_id)
    data = bytearray(path.read_bytes())
    data[HEADER_LENGTH + index * STEP + 20] ^= 1
    path.write_bytes(data)
    taken = []
    with pytest.raises(Tampered):
        taken += (bytes(segment) for segment in opened(of, objects, tags=tags).segments())
    assert b"".join(taken) in (b"", PLAINTEXT[: index * 64])


def test_a_segment_of_other_content_is_not_returned(objects: FolderObjects) -> None:
    first, second = stored(objects), stored(objects)
    paths = [path_of(objects, one.object_id) for one in (first, second)]
    data, other = (bytearray(path.read_bytes()) for path in paths)
    place = slice(HEADER_LENGTH + STEP, HEADER_LENGTH + 2 * STEP)
    data[place] = other[place]
    paths[0].write_bytes(data)
    with pytest.raises(Tampered):
        list(opened(first, objects, tags=True).segments())
