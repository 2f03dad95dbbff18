"""What transactions and connections left in the vault is removed once it is old. What belongs to something stays."""

import os
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from designation.artifacts import actions, receiving, storage
from designation.artifacts.models import Share
from designation.artifacts.resumable import janitor
from designation.demo.world import World
from designation.models import Window
from tests.designation.artifacts.uploads.tus import MIB, Tus, artifact_at, content_of, sealed, stored


def age(*paths: Path) -> None:
    """Let files have been written three days ago; without paths, every file of the vault."""
    then = time.time() - 3 * 86400
    for path in paths or [path for path in Path(settings.VAULT_DIR).rglob("*") if path.is_file()]:
        os.utime(path, (then, then))


def abandoned() -> str:
    """Leave a key and an object as a transaction that was rolled back does. Return the id of the key."""
    receiving.receive([b"content"], "x.pdf")
    key_id = storage.key_of_artifact(uuid.uuid4())
    storage.ensure(key_id)
    return key_id


def test_what_belongs_to_nothing_goes_when_it_is_old(dana: Tus) -> None:
    before, key_id = stored(), abandoned()
    assert janitor.clean() == 0
    age()
    assert janitor.clean() == 2
    assert stored() == before
    assert storage.keys().is_destroyed(key_id)


def test_an_unfinished_upload_keeps_its_parts_and_its_key(dana: Tus) -> None:
    content = content_of(2 * MIB)
    address = dana.begun(len(content))
    dana.patch(address, content[:MIB])
    age()
    assert janitor.clean() == 0
    assert dana.patch(address, content[MIB:], MIB).status_code == 204
    age()
    assert janitor.clean() == 0
    sealed(address)
    age()
    assert janitor.clean() == 0
    assert storage.open_artifact(artifact_at(address)).read(0, len(content)) == content


def test_a_piece_that_stopped_arriving_goes_and_one_that_arrives_stays(dana: Tus) -> None:
    artifact = artifact_at(dana.begun(3 * MIB))
    stopped, arriving = (storage.objects().writer(uuid.uuid4()) for _ in range(2))
    stopped.write(b"half a segment")
    age(*stored())
    arriving.write(b"half a segment")
    assert janitor.clean() == 1
    arriving.commit()
    assert not artifact.parts


def test_the_vault_of_another_database_keeps_its_keys(
    dana: Tus, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(janitor, "MOST_KEYS", 2)
    keys = [abandoned() for _ in range(3)]
    age()
    before = stored()
    assert janitor.clean() == 0
    assert all(storage.keys().exists(key_id) for key_id in keys)
    assert stored() == before
    assert "3 keys" in caplog.text


def test_without_a_vault_nothing_happens(settings: Any, tmp_path: Path, db: None) -> None:
    settings.VAULT_DIR = tmp_path / "none"
    assert janitor.clean() == 0
    assert not (tmp_path / "none").exists()


def test_the_keys_of_everything_in_use_stay(present: World, opened: Window, share: Share) -> None:
    made = actions.add_credential(
        opened, actor=present.actor("sam"), label="Key", address="", secret="x", now=present.now
    )
    age()
    assert janitor.clean() == 0
    assert storage.secret_of(made) == "x"
    assert storage.open_share(share).read(0, 5) == b"%PDF-"
