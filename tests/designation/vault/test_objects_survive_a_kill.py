"""A process killed at any line of writing an object leaves the whole object or nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from designation.vault.objects import FolderObjects
from tests.designation.vault.killing import kills

DATA = bytes(range(256)) * 4


def id_in_one_folder() -> UUID:
    return UUID(uuid4().hex[:-2] + "aa")


def store(objects: FolderObjects, object_id: UUID) -> None:
    with objects.writer(object_id) as writer:
        writer.write(DATA)
        writer.commit()


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if not path.is_dir()]


def test_a_write_killed_at_any_line_leaves_all_or_nothing(tmp_path: Path) -> None:
    folder, objects = tmp_path, FolderObjects(tmp_path)
    ids = [id_in_one_folder()]  # in one folder, so that every run has the same lines
    (folder / "aa").mkdir()
    whole = 0

    for _ in kills(lambda: store(objects, ids[-1])):
        if objects.exists(ids[-1]):
            whole += 1
            assert objects.read(ids[-1], 0, len(DATA) + 1) == DATA
        objects.remove_unfinished(datetime.now(UTC) + timedelta(days=1))
        assert [path.name for path in files(folder)] == ([ids[-1].hex] if objects.exists(ids[-1]) else [])
        objects.delete(ids[-1])
        ids.append(id_in_one_folder())

    assert 1 < whole < len(ids) - 10
