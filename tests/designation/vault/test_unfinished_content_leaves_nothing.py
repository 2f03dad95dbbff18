"""Content is stored complete and encrypted, or leaves no trace."""

from pathlib import Path
from uuid import uuid4

import pytest

from designation.vault.content import Writer
from designation.vault.errors import ObjectExists
from designation.vault.objects import FolderObjects

CANARY = b"canary-7f3a-of-an-evaluation-report"


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_exception_removes_everything(tmp_path: Path) -> None:
    objects = FolderObjects(tmp_path)

    writer = Writer(objects, uuid4(), bytes(32), b"")
    writer.write(bytes(3 * 2**20))
    assert len(files(tmp_path)) == 1

    with pytest.raises(ZeroDivisionError), writer:
        raise ZeroDivisionError

    assert files(tmp_path) == []


def test_content_that_was_not_finished_is_removed(tmp_path: Path) -> None:
    objects, object_id = FolderObjects(tmp_path), uuid4()

    with Writer(objects, object_id, bytes(32), b"") as writer:
        writer.write(b"half")

    assert files(tmp_path) == []
    assert not objects.exists(object_id)


def test_finished_content_takes_no_more(tmp_path: Path) -> None:
    objects, object_id = FolderObjects(tmp_path), uuid4()

    with Writer(objects, object_id, bytes(32), b"") as writer:
        writer.finish()
        with pytest.raises(ValueError):
            writer.write(b"more")
        with pytest.raises(ValueError):
            writer.finish()

    assert objects.exists(object_id)


def test_content_is_not_written_over(tmp_path: Path) -> None:
    objects, object_id = FolderObjects(tmp_path), uuid4()
    with Writer(objects, object_id, bytes(32), b"") as writer:
        writer.finish()

    with pytest.raises(ObjectExists):
        Writer(objects, object_id, bytes(32), b"")


def test_no_file_holds_the_plaintext_at_any_time(tmp_path: Path) -> None:
    objects = FolderObjects(tmp_path)

    with Writer(objects, uuid4(), bytes(32), b"") as writer:
        for _ in range(6):
            writer.write(CANARY * (2**19 // len(CANARY)))
            assert all(CANARY[:12] not in path.read_bytes() for path in files(tmp_path))
        writer.finish()

    (stored,) = files(tmp_path)
    assert stored.stat().st_size > 2.9 * 2**20
    assert CANARY[:12] not in stored.read_bytes()
