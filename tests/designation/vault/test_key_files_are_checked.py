"""Key files that were damaged, exchanged, or lost are noticed, and forgotten ones are found."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from designation.vault.errors import KeyFolderMissing, KeyLost, Tampered
from designation.vault.folder_keys import FolderKeys, create_key_folder
from tests.designation.vault.conftest import made

CONTEXT = b"artifact, engagement, version 1, reading"


def key_file(tmp_path: Path, key_id: str) -> Path:
    return tmp_path / "vault" / "keys" / "keys" / key_id


def test_key_files_cannot_be_exchanged(keys: FolderKeys, window: str, artifact: str, tmp_path: Path) -> None:
    other = made(keys, "window")
    wrapped = keys.wrap(window, artifact, bytes(32), CONTEXT)
    key_file(tmp_path, window).write_bytes(key_file(tmp_path, other).read_bytes())

    with pytest.raises(Tampered):
        keys.unwrap(window, artifact, wrapped, CONTEXT)


@pytest.mark.parametrize("left", [b"", b"\x01", bytes(61), bytes(62)])
def test_a_damaged_key_file_is_refused(
    keys: FolderKeys, window: str, artifact: str, tmp_path: Path, left: bytes
) -> None:
    key_file(tmp_path, window).write_bytes(left)

    with pytest.raises(Tampered):
        keys.wrap(window, artifact, bytes(32), CONTEXT)


def test_a_key_that_is_absent_without_a_tombstone_is_lost(
    keys: FolderKeys, window: str, artifact: str, tmp_path: Path
) -> None:
    key_file(tmp_path, window).unlink()

    with pytest.raises(KeyLost):
        keys.wrap(window, artifact, bytes(32), CONTEXT)
    assert not keys.exists(window)
    assert not keys.is_destroyed(window)


def test_a_folder_without_keys_is_not_taken_for_the_key_folder(tmp_path: Path, master_key_file: Path) -> None:
    """Where a volume is not mounted, destroying a key must not seem to succeed."""
    (tmp_path / "mounted").mkdir()

    for folder in ("mounted", "absent"):
        with pytest.raises(KeyFolderMissing):
            FolderKeys(tmp_path / folder, master_key_file)
    assert not (tmp_path / "absent").exists()


def test_making_a_key_folder_again_changes_nothing(keys: FolderKeys, window: str, tmp_path: Path) -> None:
    create_key_folder(tmp_path / "vault" / "keys")

    assert keys.exists(window)


def test_orphans_are_old_and_unknown(keys: FolderKeys, tmp_path: Path) -> None:
    known, old, new = made(keys, "window"), made(keys, "window"), made(keys, "artifact")
    begun = f"artifact-{uuid4()}"
    (key_file(tmp_path, f".{begun}.new")).write_bytes(b"")
    (key_file(tmp_path, "lost+found")).write_bytes(b"")
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    for name, age in [(known, 9), (old, 9), (new, -9), (f".{begun}.new", 9), ("lost+found", 9)]:
        at = (noon - timedelta(seconds=age)).timestamp()
        os.utime(key_file(tmp_path, name), (at, at))

    assert keys.orphans({known}, noon) == sorted([old, begun])
    with pytest.raises(ValueError, match="time zone"):
        keys.orphans({known}, noon.replace(tzinfo=None))
