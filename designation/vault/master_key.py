"""The master key file: 32 random bytes, readable by the site's own user alone, kept away from the key folder.

A copy of the key folder, for instance in a backup, is worthless without this file. That holds only as long as no
backup takes both, so a master key file whose folder also holds the key folder is refused.
"""

import os
import stat
from pathlib import Path
from typing import Final

from designation.vault import durable
from designation.vault.errors import MasterKeyRefused

MASTER_KEY_BYTES: Final = 32


def create_master_key(path: str | Path) -> None:
    """Write a new random master key to `path` (0600) and make the folders above it.

    Raises: MasterKeyRefused if anything is there already. A master key is never overwritten.
    """
    path = Path(path).absolute()
    durable.make_folder(path.parent.resolve())
    try:
        with durable.opened(path.parent.resolve()) as folder:
            durable.write_new(folder, path.name, os.urandom(MASTER_KEY_BYTES))
    except FileExistsError as error:
        raise MasterKeyRefused(f"{path} exists. A master key is never overwritten.") from error


def read_master_key(path: str | Path, key_folder: Path) -> bytes:
    """Return the master key in `path`, for keys that are kept in `key_folder`.

    Raises: MasterKeyRefused if the file is absent, a symbolic link, readable by its group or by others, not
    exactly 32 bytes long, inside the key folder, or in a folder that also holds the key folder.
    """
    path = Path(path).absolute()
    _check_place(path.parent.resolve() / path.name, key_folder.resolve())
    try:
        descriptor = os.open(path, durable.READ)
    except OSError as error:
        raise MasterKeyRefused(f"The master key file {path} cannot be opened.") from error
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or stat.S_IMODE(status.st_mode) & 0o077:
            raise MasterKeyRefused(f"Others may read {path}. Run: chmod 600 {path}")
        key = file.read(MASTER_KEY_BYTES + 1)
    if len(key) != MASTER_KEY_BYTES:
        raise MasterKeyRefused(f"{path} does not hold exactly {MASTER_KEY_BYTES} bytes.")
    return key


def _check_place(path: Path, key_folder: Path) -> None:
    if key_folder in path.parents:
        raise MasterKeyRefused(f"The master key file {path} is inside the key folder. Move it elsewhere.")
    if path.parent in key_folder.parents:
        raise MasterKeyRefused(
            f"The folder of {path} also holds the key folder. Keep them in separate folders."
        )
