"""The master key is made once, for its owner only, and never lies where a backup of the keys would take it along."""

from pathlib import Path

import pytest

from designation.vault.errors import MasterKeyRefused
from designation.vault.folder_keys import FolderKeys
from designation.vault.master_key import create_master_key


def test_it_is_32_random_bytes_for_its_owner(tmp_path: Path) -> None:
    create_master_key(tmp_path / "a" / "one")
    create_master_key(tmp_path / "a" / "two")

    one, two = tmp_path / "a" / "one", tmp_path / "a" / "two"
    assert len(one.read_bytes()) == 32
    assert one.read_bytes() != two.read_bytes()
    assert one.stat().st_mode & 0o777 == 0o600
    assert sorted(each.name for each in one.parent.iterdir()) == ["one", "two"]


def test_it_is_never_overwritten(master_key_file: Path) -> None:
    before = master_key_file.read_bytes()

    with pytest.raises(MasterKeyRefused, match="never overwritten"):
        create_master_key(master_key_file)

    assert master_key_file.read_bytes() == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620, 0o602, 0o610, 0o601])
def test_a_file_that_others_may_use_is_refused(tmp_path: Path, master_key_file: Path, mode: int) -> None:
    master_key_file.chmod(mode)

    with pytest.raises(MasterKeyRefused, match="chmod 600"):
        FolderKeys(tmp_path / "vault" / "keys", master_key_file)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_another_length_is_refused(tmp_path: Path, master_key_file: Path, length: int) -> None:
    master_key_file.write_bytes(bytes(length))

    with pytest.raises(MasterKeyRefused, match="exactly 32"):
        FolderKeys(tmp_path / "vault" / "keys", master_key_file)


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MasterKeyRefused, match="cannot be opened"):
        FolderKeys(tmp_path / "vault" / "keys", tmp_path / "master" / "key")


@pytest.mark.parametrize("place", ["vault/keys/master", "vault/keys/keys/master", "vault/master", "master"])
def test_a_place_in_or_beside_the_keys_is_refused(tmp_path: Path, place: str) -> None:
    create_master_key(tmp_path / place)

    with pytest.raises(MasterKeyRefused, match=r"inside the key folder|also holds the key folder"):
        FolderKeys(tmp_path / "vault" / "keys", tmp_path / place)


def test_a_symbolic_link_does_not_hide_the_place(tmp_path: Path, master_key_file: Path) -> None:
    create_master_key(tmp_path / "vault" / "master")
    (tmp_path / "elsewhere").symlink_to(tmp_path / "vault")
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "key").symlink_to(tmp_path / "vault" / "master")
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "keys").symlink_to(master_key_file.parent)

    with pytest.raises(MasterKeyRefused, match="also holds the key folder"):
        FolderKeys(tmp_path / "vault" / "keys", tmp_path / "elsewhere" / "master")
    with pytest.raises(MasterKeyRefused, match="cannot be opened"):
        FolderKeys(tmp_path / "vault" / "keys", tmp_path / "link" / "key")
    with pytest.raises(MasterKeyRefused, match="inside the key folder"):
        FolderKeys(tmp_path / "beside" / "keys", master_key_file)
