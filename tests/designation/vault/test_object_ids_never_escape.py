"""Nothing but a UUID names an object, and no symbolic link leads out of the folder."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from designation.vault.errors import InvalidId, ObjectExists
from designation.vault.objects import FolderObjects


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "objects"


@pytest.fixture
def objects(folder: Path) -> FolderObjects:
    return FolderObjects(folder)


def id_ending(digits: str) -> UUID:
    return UUID(uuid4().hex[: -len(digits)] + digits)


@pytest.mark.parametrize(
    "object_id",
    ["../escape", "94ec4bcf-89ba-484f-ace9-a16eb7794c2a", "94ec4bcf89ba484face9a16eb7794c2a", b"", None],
)
def test_only_a_uuid_is_an_id(objects: FolderObjects, object_id: Any) -> None:
    for call in (
        lambda: objects.writer(object_id),
        lambda: objects.read(object_id, 0, 1),
        lambda: objects.size(object_id),
        lambda: objects.exists(object_id),
        lambda: objects.delete(object_id),
    ):
        with pytest.raises(InvalidId):
            call()


def test_symbolic_links_are_not_followed(objects: FolderObjects, folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    linked, in_linked_folder = id_ending("bb"), id_ending("aa")
    for name in (linked.hex, in_linked_folder.hex):
        (outside / name).write_bytes(b"secret")
    (folder / "bb").mkdir()
    (folder / "bb" / linked.hex).symlink_to(outside / linked.hex)
    (folder / "aa").symlink_to(outside)

    for object_id in (linked, in_linked_folder):
        with pytest.raises(OSError):
            objects.read(object_id, 0, 6)
        with pytest.raises((OSError, ObjectExists)):
            objects.writer(object_id)
    objects.delete(linked)
    assert (outside / linked.hex).read_bytes() == b"secret"
