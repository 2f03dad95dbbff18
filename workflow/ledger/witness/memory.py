"""The folder of a witness: its key, the register that it watches, and what it cosigned. It is made once.

What always holds: `last` names the newest checkpoint that the witness may have signed, is on the disk before the
signature exists, and is never older than a signature that left. So a witness that lost power signs no second history.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workflow.ledger import canonical, files
from workflow.ledger.checkpoint import Head, PublicKeys, read_keys
from workflow.ledger.cosignature import WitnessKey
from workflow.ledger.errors import LedgerError
from workflow.ledger.merkle import EMPTY_ROOT
from workflow.ledger.note import checked_name, split
from workflow.ledger.restored import Signed

SECRET, KEY, REGISTER, LAST, COSIGNED = "witness.secret", "witness.key", "register.keys", "last", "cosigned"
CONFLICTS: Final = "conflicts"
RESTORED: Final = "restored"
SEED_BYTES: Final = 32


class FolderUnusable(LedgerError):
    """A folder that is not a witness's, lacks something, or is open to others."""

    code = "folder_unusable"


def make(folder: Path, name: str, register: PublicKeys) -> "Memory":
    """Make a witness called `name` for one register, in a folder that has none yet. Raises: FolderUnusable.

    Where anything of a witness is left no other is made: a key that signed once must not begin anew.
    """
    checked_name(name)
    if any((folder / part).exists() for part in (SECRET, KEY, LAST, COSIGNED)):
        raise FolderUnusable(
            f"There is a witness in {folder} already, or what is left of one. Take another folder."
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files.create(folder / SECRET, secrets.token_bytes(SEED_BYTES).hex().encode(), 0o600)
    files.create(folder / REGISTER, canonical.encode(register.to_dict()), 0o644)
    public = _secret(folder).public_key().public_bytes_raw()
    files.create(folder / KEY, f"{WitnessKey(name, public)}\n".encode(), 0o644)
    files.create(folder / LAST, Head(register.ed25519.name, 0, EMPTY_ROOT).text().encode(), 0o644)
    return load(folder)


def load(folder: Path) -> "Memory":
    """Return the witness that was made in a folder. Raises: FolderUnusable, LedgerError."""
    try:
        key = WitnessKey.parse((folder / KEY).read_text().removesuffix("\n"))
        register = read_keys((folder / REGISTER).read_bytes())
        secret = _secret(folder)
    except OSError as error:
        raise FolderUnusable(f"{error.filename} cannot be read: {error.strerror}.") from error
    if secret.public_key().public_bytes_raw() != key.public:
        raise FolderUnusable(f"{KEY} in {folder} is not the public half of {SECRET}.")
    return Memory(folder, key, secret, register)


def _secret(folder: Path) -> Ed25519PrivateKey:
    path = folder / SECRET
    if path.stat().st_mode & 0o077:
        raise FolderUnusable(f"Others may read {path}. Give it to its owner alone: chmod 600 {path}")
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text()))
    except ValueError as error:
        raise FolderUnusable(f"{path} holds no key.") from error


@dataclass(frozen=True)
class Memory:
    """What a witness has: its key, the register's keys, and its folder."""

    folder: Path
    key: WitnessKey
    secret: Ed25519PrivateKey
    register: PublicKeys

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one process or thread at a time decide and remember."""
        descriptor = os.open(self.folder / SECRET, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def last(self) -> Head:
        """Return the newest head that was, or was about to be, cosigned; size 0 before the first.

        Raises: FolderUnusable where nobody can know what it was. Then nothing may be signed with this key.
        """
        path = self.folder / LAST
        try:
            return Head.parse(path.read_text())
        except (OSError, UnicodeDecodeError, LedgerError) as error:
            reason = (
                f"{path} is lost: this key may sign nothing any more. Make a new witness in another folder."
            )
            raise FolderUnusable(reason) from error

    def remember(self, head: Head) -> None:
        """Keep `head` as the newest one, before it is signed. When this returns it is on the disk."""
        files.replace(self.folder / LAST, head.text().encode(), 0o644)

    def keep(self, cosigned: str) -> None:
        """Add a cosigned checkpoint to the list that other witnesses compare with theirs; the same one only once."""
        path = self.folder / COSIGNED
        newest = files.last_line(path)
        if not newest or split(json.loads(newest))[0] != split(cosigned)[0]:
            files.append_line(path, canonical.encode(cosigned))

    def keep_conflict(self, signed: str, head: Head) -> Path:
        """Keep a checkpoint that the register signed and that does not continue the last one: it is evidence."""
        folder = self.folder / CONFLICTS
        folder.mkdir(exist_ok=True)
        path = folder / f"{head.size}-{head.root[:8].hex()}"
        files.create(path, signed.encode(), 0o644)
        return path

    def keep_declaration(self, signed: Signed) -> None:
        """Keep a declaration that the register was restored for good; the same one only once."""
        path, line = self.folder / RESTORED, canonical.encode(signed.to_dict())
        if not path.exists() or line not in path.read_bytes().splitlines():
            files.append_line(path, line)


def cosigned_in(path: Path) -> list[str]:
    """Return the checkpoints that a witness cosigned, oldest first; `path` is its folder or the file `cosigned` of one.

    Raises: FolderUnusable.
    """
    path = path / COSIGNED if path.is_dir() else path
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
        found = [json.loads(line) for line in lines]
    except OSError as error:
        raise FolderUnusable(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise FolderUnusable(f"{path} is no list of cosigned checkpoints.") from error
    if not all(isinstance(one, str) for one in found):
        raise FolderUnusable(f"{path} is no list of cosigned checkpoints.")
    return found
