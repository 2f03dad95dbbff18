"""A new file is synced before it gets its name and its folder after, and short writes are continued."""

import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from designation.vault.folder_keys import FolderKeys
from designation.vault.master_key import create_master_key
from designation.vault.objects import FolderObjects


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is synced, named and removed from here on, by the last part of each path."""
    steps: list[str] = []
    sync, link, unlink = os.fsync, os.link, os.unlink

    def name(descriptor: int) -> str:
        return Path(os.readlink(f"/proc/self/fd/{descriptor}")).name

    monkeypatch.setattr(os, "fsync", lambda fd: (steps.append(f"sync {name(fd)}"), sync(fd)))
    monkeypatch.setattr(
        os, "link", lambda old, new, **of: (steps.append(f"link {new}"), link(old, new, **of))
    )
    monkeypatch.setattr(os, "unlink", lambda path, **of: (steps.append(f"unlink {path}"), unlink(path, **of)))
    return steps


def test_a_key(keys: FolderKeys, steps: list[str]) -> None:
    key_id = f"window-{uuid4()}"

    keys.create(key_id)

    assert steps == [f"sync .{key_id}.new", f"link {key_id}", f"unlink .{key_id}.new", "sync keys"]


def test_an_object_and_its_new_folder(tmp_path: Path, steps: list[str]) -> None:
    objects, object_id = FolderObjects(tmp_path), UUID(int=0xAB)

    with objects.writer(object_id) as writer:
        writer.write(b"data")
        writer.commit()
    objects.delete(object_id)

    name = object_id.hex
    assert steps == [
        f"sync {tmp_path.name}",
        f"sync .{name}.new",
        f"link {name}",
        f"unlink .{name}.new",
        "sync ab",
        f"unlink {name}",
        f"unlink .{name}.new",
        "sync ab",
    ]


def test_the_master_key(tmp_path: Path, steps: list[str]) -> None:
    create_master_key(tmp_path / "master" / "key")

    assert steps == [f"sync {tmp_path.name}", "sync .key.new", "link key", "unlink .key.new", "sync master"]


def test_a_write_that_the_system_cuts_short_is_continued(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects, object_id, write = FolderObjects(tmp_path), uuid4(), os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:7]))

    with objects.writer(object_id) as writer:
        writer.write(bytes(range(100)))
        writer.commit()

    assert objects.read(object_id, 0, 101) == bytes(range(100))


def test_a_read_that_the_system_cuts_short_is_continued(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects, object_id, read = FolderObjects(tmp_path), uuid4(), os.pread
    with objects.writer(object_id) as writer:
        writer.write(bytes(range(100)))
        writer.commit()
    monkeypatch.setattr(
        os, "pread", lambda descriptor, length, offset: read(descriptor, min(length, 7), offset)
    )

    assert objects.read(object_id, 1, 101) == bytes(range(1, 100))
