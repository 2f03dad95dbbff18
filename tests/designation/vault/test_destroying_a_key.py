"""A destroyed key is gone, stays gone, and is told apart from a lost one."""

import os
import shutil
from pathlib import Path
from uuid import uuid4

import pytest

from designation.vault.errors import (
    DestructionFailed,
    KeyDestroyed,
    KeyExists,
    KeyLost,
    MasterKeyRefused,
    Tampered,
)
from designation.vault.folder_keys import FolderKeys
from designation.vault.master_key import create_master_key


@pytest.mark.parametrize("which", [0, 1])
def test_destroying_either_key_ends_access(keys: FolderKeys, window: str, artifact: str, which: int) -> None:
    wrapped = keys.wrap(window, artifact, bytes(32), b"")

    keys.destroy((window, artifact)[which])

    with pytest.raises(KeyDestroyed):
        keys.unwrap(window, artifact, wrapped, b"")
    with pytest.raises(KeyDestroyed):
        keys.wrap(window, artifact, bytes(32), b"")


def test_nothing_but_the_tombstone_is_left(keys: FolderKeys, window: str, tmp_path: Path) -> None:
    keys.destroy(window)

    assert [each.relative_to(tmp_path / "vault" / "keys") for each in tmp_path.rglob(f"*{window}*")] == [
        Path("tombstones") / window
    ]
    assert keys.is_destroyed(window)
    assert not keys.exists(window)


def test_destroying_twice_is_the_same_as_once(keys: FolderKeys, window: str) -> None:
    keys.destroy(window)
    keys.destroy(window)

    assert keys.is_destroyed(window)


def test_a_destroyed_id_is_never_used_again(keys: FolderKeys, window: str) -> None:
    keys.destroy(window)

    with pytest.raises(KeyExists):
        keys.create(window)


def test_a_key_file_that_comes_back_cannot_be_used(
    keys: FolderKeys, window: str, artifact: str, tmp_path: Path
) -> None:
    file = tmp_path / "vault" / "keys" / "keys" / window
    wrapped, copy = keys.wrap(window, artifact, bytes(32), b""), file.read_bytes()
    keys.destroy(window)
    file.write_bytes(copy)

    with pytest.raises(KeyDestroyed):
        keys.unwrap(window, artifact, wrapped, b"")
    assert not keys.exists(window)
    keys.destroy(window)
    assert not file.exists()


def test_destroying_a_lost_key_alarms_once_and_then_completes(keys: FolderKeys) -> None:
    lost = f"window-{uuid4()}"

    with pytest.raises(KeyLost):
        keys.destroy(lost)
    keys.destroy(lost)

    assert keys.is_destroyed(lost)


def test_a_key_whose_making_was_interrupted_is_destroyed_too(keys: FolderKeys, tmp_path: Path) -> None:
    begun = f"window-{uuid4()}"
    (tmp_path / "vault" / "keys" / "keys" / f".{begun}.new").write_bytes(b"sealed")

    keys.destroy(begun)

    assert list((tmp_path / "vault" / "keys" / "keys").iterdir()) == []


def test_a_file_that_does_not_go_is_no_destruction(
    keys: FolderKeys, window: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "unlink", lambda *_, **__: None)

    with pytest.raises(DestructionFailed):
        keys.destroy(window)


def test_the_tombstone_is_on_disk_before_the_file_goes(
    keys: FolderKeys, window: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, unlink, listdir = os.fsync, os.unlink, os.listdir

    def name(descriptor: int) -> str:
        return str(Path(os.readlink(f"/proc/self/fd/{descriptor}")).relative_to(tmp_path / "vault" / "keys"))

    monkeypatch.setattr(os, "fsync", lambda fd: (steps.append(f"sync {name(fd)}"), sync(fd)))
    monkeypatch.setattr(os, "unlink", lambda path, **of: (unlink(path, **of), steps.append(f"unlink {path}")))
    monkeypatch.setattr(os, "listdir", lambda fd: (steps.append(f"list {name(fd)}"), listdir(fd))[1])
    keys.destroy(window)

    assert steps == [
        "list keys",
        f"sync tombstones/{window}",
        "sync tombstones",
        f"unlink {window}",
        "sync keys",
        "list keys",
    ]


def test_a_backup_is_useless_without_the_master_key(
    keys: FolderKeys, window: str, artifact: str, tmp_path: Path
) -> None:
    wrapped = keys.wrap(window, artifact, bytes(32), b"")
    shutil.copytree(tmp_path / "vault" / "keys", tmp_path / "backup" / "keys")
    keys.destroy(window)
    create_master_key(tmp_path / "stranger" / "key")
    (tmp_path / "stranger" / "zeros").touch(0o600)
    (tmp_path / "stranger" / "zeros").write_bytes(bytes(32))

    for guess in ("key", "zeros"):
        restored = FolderKeys(tmp_path / "backup" / "keys", tmp_path / "stranger" / guess)
        with pytest.raises(Tampered):
            restored.unwrap(window, artifact, wrapped, b"")
    with pytest.raises(MasterKeyRefused):
        FolderKeys(tmp_path / "backup" / "keys", tmp_path / "backup" / "key")
