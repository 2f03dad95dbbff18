"""An object is there whole or not at all, and nothing but its id leads to it."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from designation.vault.errors import ObjectExists, ObjectMissing
from designation.vault.objects import FolderObjects

DATA = bytes(range(256)) * 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "objects"


@pytest.fixture
def objects(folder: Path) -> FolderObjects:
    return FolderObjects(folder)


def stored(objects: FolderObjects, data: bytes = DATA) -> UUID:
    object_id = uuid4()
    store(objects, object_id, data)
    return object_id


def store(objects: FolderObjects, object_id: UUID, data: bytes = DATA) -> None:
    with objects.writer(object_id) as writer:
        writer.write(data[:100])
        writer.write(data[100:])
        writer.commit()


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if not path.is_dir()]


def test_any_range_is_read(objects: FolderObjects) -> None:
    object_id = stored(objects)

    assert objects.exists(object_id)
    assert objects.size(object_id) == len(DATA)
    assert objects.read(object_id, 0, len(DATA)) == DATA
    assert objects.read(object_id, 300, 50) == DATA[300:350]
    assert objects.read(object_id, len(DATA) - 5, 50) == DATA[-5:]
    assert objects.read(object_id, len(DATA), 50) == b""
    assert objects.read(object_id, 5, 0) == b""


def test_an_object_is_private_and_spread_by_its_id(objects: FolderObjects, folder: Path) -> None:
    object_id = stored(objects)

    assert files(folder) == [folder / object_id.hex[-2:] / object_id.hex]
    assert files(folder)[0].stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o077 == 0


def test_nothing_is_there_before_the_commit_or_without_it(objects: FolderObjects, folder: Path) -> None:
    object_id = uuid4()
    with objects.writer(object_id) as writer:
        writer.write(DATA)
        assert not objects.exists(object_id)
        with pytest.raises(ObjectMissing):
            objects.read(object_id, 0, 1)

    assert files(folder) == []
    with pytest.raises(ValueError, match="any more"):
        writer.write(DATA)
    with pytest.raises(ValueError, match="any more"):
        writer.commit()


def test_an_id_is_written_once(objects: FolderObjects) -> None:
    object_id = stored(objects)

    with pytest.raises(ObjectExists):
        objects.writer(object_id)
    unfinished = uuid4()
    with objects.writer(unfinished), pytest.raises(ObjectExists):
        objects.writer(unfinished)
    assert objects.read(object_id, 0, len(DATA)) == DATA


def test_deleting_is_idempotent(objects: FolderObjects, folder: Path) -> None:
    object_id = stored(objects)

    objects.delete(object_id)
    objects.delete(object_id)
    objects.delete(uuid4())

    assert not objects.exists(object_id)
    assert files(folder) == []
    for call in (lambda: objects.size(object_id), lambda: objects.read(object_id, 0, 1)):
        with pytest.raises(ObjectMissing):
            call()


def test_what_is_old_and_unknown_is_found(objects: FolderObjects, folder: Path) -> None:
    known, old, new = stored(objects), stored(objects), stored(objects)
    writers = [objects.writer(uuid4()), objects.writer(uuid4())]
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    (folder / "lost+found").mkdir()
    (folder / old.hex[-2:] / "README").touch()
    for path in files(folder):
        age = -9 if path.name in (new.hex, f".{writers[1]._id.hex}.new") else 9
        os.utime(path, ((noon - timedelta(seconds=age)).timestamp(),) * 2)

    assert objects.orphans({known}, noon) == [old]
    assert objects.remove_unfinished(noon) == [writers[0]._id]
    assert objects.remove_unfinished(noon) == []
    with pytest.raises(FileNotFoundError):
        writers[0].commit()
    writers[1].commit()
    assert objects.exists(old)
    assert objects.exists(writers[1]._id)
