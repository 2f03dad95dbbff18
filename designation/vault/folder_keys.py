"""A key store in a folder: one sealed file for each key, and one tombstone for each key that was destroyed.

`keys/` holds the keys, each sealed with the master key and bound to its id. `tombstones/` holds an empty file for
each destroyed id; these stay forever. A tombstone outranks a key file: a key that comes back, for instance from a
backup of this folder, cannot be used.

Limits: unlinking a file does not overwrite the disk. Anyone with the master key and an old copy of this folder can
still open the keys in that copy.
"""

import os
from collections.abc import Set
from datetime import datetime
from pathlib import Path
from typing import Final

from designation.vault import durable, keys
from designation.vault.errors import (
    DestructionFailed,
    KeyDestroyed,
    KeyExists,
    KeyFolderMissing,
    KeyLost,
    Tampered,
)
from designation.vault.keys import KEY_BYTES, WRAPPED_BYTES, check_id
from designation.vault.master_key import read_master_key

_FOLDERS: Final = ("keys", "tombstones")
_SEAL_LABEL: Final = b"designation/vault/key/v1\0"


def create_key_folder(folder: str | Path) -> None:
    """Make an empty key folder (0700). Does nothing if it is there already."""
    for name in _FOLDERS:
        durable.make_folder(Path(folder).resolve() / name)


class FolderKeys:
    """The embedded key store; see `keys.KeyStore` for what its methods promise.

    The folder is never made here: in an empty folder every key would seem lost, and destroying one would seem to
    succeed while its file is on a volume that is not mounted. Raises: KeyFolderMissing; MasterKeyRefused, see
    `read_master_key`.
    """

    def __init__(self, folder: str | Path, master_key_file: str | Path) -> None:
        folder = Path(folder).resolve()
        self._master_key = read_master_key(master_key_file, folder)
        self._keys, self._tombstones = (folder / name for name in _FOLDERS)
        if not self._keys.is_dir() or not self._tombstones.is_dir():
            raise KeyFolderMissing(f"{folder} is not a key folder. Is its volume mounted?")

    def create(self, key_id: str) -> None:
        """Make a new random key; it is on disk when this returns. Raises: KeyExists, also after destruction."""
        check_id(key_id)
        if self.is_destroyed(key_id):
            raise KeyExists(f"{key_id} was destroyed; its id is never used again.")
        sealed = keys.seal(self._master_key, os.urandom(KEY_BYTES), _SEAL_LABEL + key_id.encode())
        try:
            with durable.opened(self._keys) as folder:
                durable.write_new(folder, key_id, sealed)
        except FileExistsError as error:
            raise KeyExists(f"{key_id} exists.") from error

    def wrap(self, engagement_id: str, artifact_id: str, dek: bytes, context: bytes) -> bytes:
        """Return `dek` (32 bytes) encrypted under both keys and bound to `context`.

        Raises: KeyDestroyed, KeyLost.
        """
        if len(dek) != KEY_BYTES:
            raise ValueError(f"A content key has {KEY_BYTES} bytes.")
        return keys.seal(self._wrap_key(engagement_id, artifact_id), dek, context)

    def unwrap(self, engagement_id: str, artifact_id: str, wrapped: bytes, context: bytes) -> bytes:
        """Return the content key that `wrap` encrypted under the same ids and context.

        Raises: KeyDestroyed, KeyLost, Tampered.
        """
        return keys.unseal(self._wrap_key(engagement_id, artifact_id), wrapped, context)

    def destroy(self, key_id: str) -> None:
        """Destroy a key for good: tombstone, then unlink, then look again. Safe to repeat after any crash.

        Raises: DestructionFailed if the file is still there; KeyLost, once, if there was neither file nor
        tombstone. The tombstone is written even then, so that the key cannot come back and a retry succeeds.
        """
        had_file = self._has_file(check_id(key_id))
        had_tombstone = self.is_destroyed(key_id)  # after the file: another process may be destroying it
        with durable.opened(self._tombstones) as folder:
            durable.mark(folder, key_id)
        with durable.opened(self._keys) as folder:
            durable.remove(folder, key_id)
        if self._has_file(key_id):
            raise DestructionFailed(f"{key_id} is still in the key folder.")
        if not had_file and not had_tombstone:
            raise KeyLost(f"{key_id} was gone before it was destroyed.")

    def exists(self, key_id: str) -> bool:
        """Return whether the key can be used: its file is there and it has no tombstone."""
        with durable.opened(self._keys) as folder:
            return durable.exists(folder, check_id(key_id)) and not self.is_destroyed(key_id)

    def is_destroyed(self, key_id: str) -> bool:
        """Return whether the key has a tombstone. Its destruction is complete only when `destroy` has returned."""
        with durable.opened(self._tombstones) as folder:
            return durable.exists(folder, check_id(key_id))

    def orphans(self, known: Set[str], older_than: datetime) -> list[str]:
        """Return the ids of keys made before `older_than` (aware) that are not in `known`, sorted.

        Includes keys whose making was interrupted. Destroy them with `destroy`.
        """
        with durable.opened(self._keys) as folder:
            names = durable.written_before(folder, older_than)
        return sorted(set(filter(keys.is_id, map(durable.final_name, names))) - known)

    def _wrap_key(self, engagement_id: str, artifact_id: str) -> bytes:
        engagement_key, artifact_key = self._read(engagement_id), self._read(artifact_id)
        return keys.wrap_key(engagement_id, artifact_id, engagement_key, artifact_key)

    def _read(self, key_id: str) -> bytes:
        sealed = self._sealed(check_id(key_id))
        if self.is_destroyed(key_id):  # after the file: a tombstone is written before the file goes
            raise KeyDestroyed(f"{key_id} was destroyed.")
        if sealed is None:
            raise KeyLost(f"{key_id} is not in the key folder.")
        try:
            return keys.unseal(self._master_key, sealed, _SEAL_LABEL + key_id.encode())
        except Tampered as error:
            raise Tampered(f"The file of {key_id} was damaged, or sealed with another master key.") from error

    def _sealed(self, key_id: str) -> bytes | None:
        with durable.opened(self._keys) as folder:
            try:
                descriptor = os.open(key_id, durable.READ, dir_fd=folder)
            except FileNotFoundError:
                return None
            with os.fdopen(descriptor, "rb") as file:
                return file.read(WRAPPED_BYTES + 1)

    def _has_file(self, key_id: str) -> bool:
        with durable.opened(self._keys) as folder:
            return not {key_id, durable.temporary_name(key_id)}.isdisjoint(os.listdir(folder))
