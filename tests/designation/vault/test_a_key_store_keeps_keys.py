"""Keys are made once, kept sealed one file each, and wrap content keys two by two."""

from pathlib import Path
from uuid import uuid4

import pytest

from designation.vault import keys as vault_keys
from designation.vault.errors import InvalidId, KeyExists, Tampered
from designation.vault.folder_keys import FolderKeys
from designation.vault.keys import KeyStore, new_dek, wrapping_context
from tests.designation.vault.conftest import made

CONTEXT = b"artifact, engagement, version 1, reading"


def key_file(tmp_path: Path, key_id: str) -> Path:
    return tmp_path / "vault" / "keys" / "keys" / key_id


def test_it_is_a_key_store(keys: FolderKeys) -> None:
    store: KeyStore = keys
    assert store is keys


def test_a_wrapped_key_comes_back(keys: FolderKeys, window: str, artifact: str) -> None:
    dek = new_dek()

    wrapped = keys.wrap(window, artifact, dek, CONTEXT)

    assert keys.unwrap(window, artifact, wrapped, CONTEXT) == dek
    assert dek not in wrapped
    assert keys.wrap(window, artifact, dek, CONTEXT) != wrapped


def test_another_process_reads_what_was_made(
    keys: FolderKeys, window: str, artifact: str, tmp_path: Path, master_key_file: Path
) -> None:
    wrapped = keys.wrap(window, artifact, bytes(32), CONTEXT)

    again = FolderKeys(tmp_path / "vault" / "keys", master_key_file)

    assert again.unwrap(window, artifact, wrapped, CONTEXT) == bytes(32)


def test_a_wrapped_key_needs_both_its_keys_and_its_context(
    keys: FolderKeys, window: str, artifact: str
) -> None:
    wrapped = keys.wrap(window, artifact, bytes(32), CONTEXT)

    for engagement_id, artifact_id, context in [
        (made(keys, "window"), artifact, CONTEXT),
        (window, made(keys, "artifact"), CONTEXT),
        (artifact, window, CONTEXT),
        (window, artifact, CONTEXT + b"x"),
        (window, artifact, b""),
    ]:
        with pytest.raises(Tampered):
            keys.unwrap(engagement_id, artifact_id, wrapped, context)


def test_every_flipped_bit_of_a_wrapped_key_is_refused(keys: FolderKeys, window: str, artifact: str) -> None:
    wrapped = keys.wrap(window, artifact, bytes(32), CONTEXT)

    for bit in range(len(wrapped) * 8):
        altered = bytearray(wrapped)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Tampered):
            keys.unwrap(window, artifact, bytes(altered), CONTEXT)
    for length in range(len(wrapped)):
        with pytest.raises(Tampered):
            keys.unwrap(window, artifact, wrapped[:length], CONTEXT)


def test_the_wrap_key_depends_on_every_part() -> None:
    one, two = f"window-{uuid4()}", f"artifact-{uuid4()}"
    a, b = bytes(32), bytes([1]) * 32
    derived = {
        vault_keys.wrap_key(one, two, a, b),
        vault_keys.wrap_key(one, two, b, a),
        vault_keys.wrap_key(one, two, a, a),
        vault_keys.wrap_key(two, one, a, b),
    }
    assert len(derived) == 4


def test_an_artifact_is_not_its_own_engagement(keys: FolderKeys, window: str) -> None:
    with pytest.raises(InvalidId):
        keys.wrap(window, window, bytes(32), CONTEXT)


@pytest.mark.parametrize("dek", [b"", bytes(16), bytes(33)])
def test_only_whole_content_keys_are_wrapped(
    keys: FolderKeys, window: str, artifact: str, dek: bytes
) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        keys.wrap(window, artifact, dek, CONTEXT)


def test_a_key_file_is_private_and_sealed(keys: FolderKeys, window: str, tmp_path: Path) -> None:
    file = key_file(tmp_path, window)

    assert file.stat().st_mode & 0o777 == 0o600
    assert len(file.read_bytes()) == 1 + 12 + 32 + 16
    assert [each.name for each in file.parent.iterdir()] == [window]


def test_an_id_is_used_once(keys: FolderKeys, window: str, tmp_path: Path) -> None:
    before = key_file(tmp_path, window).read_bytes()

    with pytest.raises(KeyExists):
        keys.create(window)

    assert key_file(tmp_path, window).read_bytes() == before


def test_a_context_names_everything() -> None:
    base = {"artifact": uuid4(), "engagement": f"window-{uuid4()}", "version": 1, "purpose": "content"}
    changed = [{"artifact": uuid4()}, {"engagement": "x"}, {"version": 2}, {"purpose": "credential"}]

    contexts = {wrapping_context(**base | change) for change in [{}, *changed]}

    assert len(contexts) == 5
