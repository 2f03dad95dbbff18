"""A process killed at any line of making or destroying a key leaves a key that works, or one that is destroyed."""

import fcntl
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest

from designation.vault.errors import KeyDestroyed, KeyExists
from designation.vault.folder_keys import FolderKeys
from tests.designation.vault.conftest import made
from tests.designation.vault.killing import kills


def files_of(tmp_path: Path, key_id: str) -> list[str]:
    return [each.parent.name for each in tmp_path.rglob(f"*{key_id}*")]


def test_a_destruction_killed_at_any_line_can_be_repeated(
    keys: FolderKeys, artifact: str, tmp_path: Path
) -> None:
    ids = [made(keys, "window")]
    wrapped = [keys.wrap(ids[0], artifact, bytes(32), b"")]
    usable = destroyed = 0

    for _ in kills(lambda: keys.destroy(ids[-1])):
        if keys.is_destroyed(ids[-1]):
            destroyed += 1
            with pytest.raises(KeyDestroyed):
                keys.unwrap(ids[-1], artifact, wrapped[-1], b"")
        else:
            usable += 1
            assert keys.unwrap(ids[-1], artifact, wrapped[-1], b"") == bytes(32)
        keys.destroy(ids[-1])
        assert files_of(tmp_path, ids[-1]) == ["tombstones"]
        ids.append(made(keys, "window"))
        wrapped.append(keys.wrap(ids[-1], artifact, bytes(32), b""))

    assert usable > 5
    assert destroyed > 5


def test_a_key_whose_making_was_killed_works_or_was_never_there(
    keys: FolderKeys, artifact: str, tmp_path: Path
) -> None:
    ids = [f"window-{uuid4()}"]
    usable = absent = 0

    for _ in kills(lambda: keys.create(ids[-1])):
        if keys.exists(ids[-1]):
            usable += 1
            keys.wrap(ids[-1], artifact, bytes(32), b"")
        else:
            absent += 1
        if files_of(tmp_path, ids[-1]):
            keys.destroy(ids[-1])
            assert files_of(tmp_path, ids[-1]) == ["tombstones"]
        ids.append(f"window-{uuid4()}")

    assert usable > 1
    assert absent > 5


def test_a_key_whose_making_was_killed_is_made_by_whoever_tries_again(
    keys: FolderKeys, artifact: str, tmp_path: Path
) -> None:
    ids = [f"window-{uuid4()}"]

    for _ in kills(lambda: keys.create(ids[-1])):
        with suppress(KeyExists):
            keys.create(ids[-1])
        keys.wrap(ids[-1], artifact, bytes(32), b"")
        assert files_of(tmp_path, ids[-1]) == ["keys"]
        ids.append(f"window-{uuid4()}")


def test_a_key_that_somebody_is_making_is_not_taken_from_them(keys: FolderKeys, tmp_path: Path) -> None:
    key_id = f"window-{uuid4()}"
    begun = tmp_path / "vault" / "keys" / "keys" / f".{key_id}.new"
    with begun.open("wb") as theirs:
        fcntl.flock(theirs, fcntl.LOCK_EX)
        with pytest.raises(KeyExists):
            keys.create(key_id)
        assert begun.exists()
