"""A key store, an object store, and content with small segments."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from designation.vault import content, floe, manifest
from designation.vault.folder_keys import FolderKeys, create_key_folder
from designation.vault.master_key import create_master_key
from designation.vault.objects import FolderObjects

SMALL = 64


@pytest.fixture
def master_key_file(tmp_path: Path) -> Path:
    """A master key in a folder of its own."""
    create_master_key(tmp_path / "master" / "key")
    return tmp_path / "master" / "key"


@pytest.fixture
def keys(tmp_path: Path, master_key_file: Path) -> FolderKeys:
    """An empty key store in `tmp_path / "vault" / "keys"`."""
    create_key_folder(tmp_path / "vault" / "keys")
    return FolderKeys(tmp_path / "vault" / "keys", master_key_file)


@pytest.fixture
def window(keys: FolderKeys) -> str:
    """The key of a window."""
    return made(keys, "window")


@pytest.fixture
def artifact(keys: FolderKeys) -> str:
    """The key of an artifact."""
    return made(keys, "artifact")


def made(keys: FolderKeys, kind: str) -> str:
    """Return the id of a new key."""
    key_id = f"{kind}-{uuid4()}"
    keys.create(key_id)
    return key_id


@pytest.fixture(scope="module")
def objects(tmp_path_factory: pytest.TempPathFactory) -> FolderObjects:
    """An object store that the tests of a module share; they use ids of their own."""
    return FolderObjects(tmp_path_factory.mktemp("objects"))


@pytest.fixture(scope="module")
def small_segments() -> Iterator[int]:
    """Segments of 64 bytes of plaintext instead of 1 MiB, so that short content has many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(content, "SEGMENT_BYTES", SMALL)
        for module in (content, manifest):
            patch.setattr(module, "PARAMETERS", floe.Parameters(SMALL + floe.OVERHEAD))
        yield SMALL
