"""The newest checkpoint that was signed, kept beside the keys, so that an older database cannot be sealed unnoticed.

`register.newest` in the keys' folder holds three things as canonical JSON: `newest`, the newest checkpoint that was
committed to the database; `pending`, a checkpoint that was signed and may not have been committed; and `declarations`,
all declarations that the register was restored (LEDGER.md §11). Everything in it is signed with the register's keys and
is verified each time that it is read.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from workflow.ledger import canonical, checkpoint, files, proofs, register
from workflow.ledger.bundle import SignedHead
from workflow.ledger.checkpoint import Head, PublicKeys
from workflow.ledger.errors import LedgerError
from workflow.ledger.keys import SECRET, public_keys
from workflow.ledger.merkle import EMPTY_ROOT
from workflow.ledger.note import decode64
from workflow.ledger.restored import Declaration, Signed, continued_from
from workflow.models import Checkpoint, Restoration

NAME, LOCK = "register.newest", "register.lock"
TURNS = int.from_bytes(b"register", "big")


class NewestUnusable(LedgerError):
    """The file cannot be read or written, or holds something that these keys did not sign."""

    code = "newest_unusable"


class NewestMissing(LedgerError):
    """The file was there and is gone: nobody can tell whether the database is an older one."""

    code = "newest_missing"


class NewestNotLost(LedgerError):
    """The file is there, or nothing was signed yet."""

    code = "newest_not_lost"


class RegisterBehind(LedgerError):
    """The database does not hold the newest checkpoint that was signed: it was restored from a backup."""

    code = "register_behind"

    def __init__(self, signed: Head, stored: Head) -> None:
        self.signed = signed
        self.stored = stored
        super().__init__(
            f"The newest checkpoint that was signed is of size {signed.size} (root {signed.root.hex()}), and the "
            f"database ends at size {stored.size} without it. If the database was restored from a backup, run "
            "manage.py declare_restored. Until then no checkpoint is signed."
        )

    def __reduce__(self) -> tuple[type["RegisterBehind"], tuple[Head, Head]]:
        return type(self), (self.signed, self.stored)  # Celery hands exceptions on as bytes


@dataclass(frozen=True)
class Kept:
    """What the file holds. `newest` is None before the first checkpoint."""

    newest: SignedHead | None = None
    pending: SignedHead | None = None
    declarations: tuple[Signed, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the file's content."""
        return canonical.encode(
            {
                "declarations": [one.to_dict() for one in self.declarations],
                "newest": self.newest.to_dict() if self.newest else None,
                "pending": self.pending.to_dict() if self.pending else None,
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes, keys: PublicKeys) -> "Kept":
        """Return what `to_bytes` wrote, verified. Raises: NewestUnusable."""
        try:
            found: Any = canonical.decode(data)
            newest, pending = (_signed_head(found[name], keys) for name in ("newest", "pending"))
            declarations = tuple(map(Signed.from_dict, found["declarations"]))
            for one in declarations:
                one.verified(keys)
        except (LedgerError, KeyError, TypeError) as error:
            raise NewestUnusable(
                f"{_path()} holds something that the register's keys did not sign ({error}). Put the last good copy of "
                "this file in its place."
            ) from error
        return cls(newest, pending, declarations)

    def largest(self) -> int:
        """Return the largest register size that was signed, whether anybody saw it or not."""
        return (
            max(_head(one).size for one in (self.newest, self.pending)) if self.newest or self.pending else 0
        )


def is_kept_here() -> bool:
    """Return whether this machine has the register's secret keys, and so the file. A web machine needs neither."""
    return (settings.LEDGER_KEYS / SECRET).exists()


def read() -> Kept | None:
    """Return what is kept; None if there is no file. Raises: NewestUnusable, KeysMissing and its like."""
    try:
        data = _path().read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NewestUnusable(f"{_path()} cannot be read: {error.strerror}.") from error
    return Kept.from_bytes(data, public_keys())


def checked() -> tuple[Kept, Checkpoint | None]:
    """Return what is to be kept, and the database's newest checkpoint, if that one may be continued.

    Nothing is written. Raises: RegisterBehind, NewestMissing, NewestUnusable.
    """
    kept = read()
    last = register.latest()  # after the file: what the file has as committed is in the database
    stored = head_of(last)
    if kept is None:
        if last is not None and last.kept_apart:
            raise NewestMissing(
                f"{_path()} is missing. Put the last good copy of it back beside the register's keys. If there is "
                "none, see “When register.newest is lost” in designation/docs/BACKUP.md."
            )
        kept = Kept()
    if kept.pending is not None and _head(kept.pending) == stored:
        kept = replace(kept, newest=kept.pending, pending=None)
    signed = _head(kept.newest)
    declarations = _known(kept)
    if not _continues(stored, signed, [one.declaration for one in declarations]):
        raise RegisterBehind(_head(kept.pending) if kept.pending else signed, stored)
    if last is not None and stored.size > signed.size:
        is_ahead = _head(kept.pending).size > stored.size
        kept = replace(kept, newest=_of(last), pending=kept.pending if is_ahead else None)
    return replace(kept, declarations=declarations), last


def replace_lost(record: Callable[[Head], None]) -> Head:
    """Take the database's newest checkpoint as the newest one that was signed, because the file is lost.

    `record` records it for the site first. Raises: NewestNotLost; NewestUnusable.
    """
    with locked():
        last = register.latest()
        if last is None or read() is not None:
            raise NewestNotLost(f"{_path()} is not lost. There is nothing to replace.")
        head = head_of(last)
        record(head)
        keep(Kept(newest=_of(last), declarations=_known(Kept())))
    return head


def refresh() -> None:
    """Bring the file up to date with the database. Raises: as `checked`."""
    if register.latest() is None and read() is None:
        return
    with locked():
        kept, last = checked()
        if last is not None and kept != read():
            keep(kept)


def keep(kept: Kept) -> None:
    """Put the file in place of the one that is there. When this returns it survives a power cut.

    Raises: NewestUnusable.
    """
    try:
        files.replace(_path(), kept.to_bytes(), 0o600)
    except OSError as error:
        raise NewestUnusable(f"{_path()} cannot be written: {error.strerror}.") from error


def announce(kept: Kept, note: str, mldsa87: bytes) -> None:
    """Keep a checkpoint as signed before its transaction ends. Raises: NewestUnusable."""
    keep(replace(kept, pending=SignedHead(note, mldsa87)))


def confirm(note: str) -> None:
    """Note that the checkpoint that was announced is in the database. Does nothing if that was noted since.

    Raises: NewestUnusable.
    """
    with locked():
        kept = read()
        if kept is not None and kept.pending is not None and kept.pending.note == note:
            keep(replace(kept, newest=kept.pending, pending=None))


@contextmanager
def locked() -> Iterator[None]:
    """Let one process or thread at a time change the file. Raises: NewestUnusable."""
    path = _path().with_name(LOCK)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise NewestUnusable(f"{path} cannot be written: {error.strerror}.") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def take_turns() -> None:
    """Wait until no other transaction seals or declares. Expects a transaction; comes before `locked`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURNS])


def head_of(last: Checkpoint | None) -> Head:
    """Return what the database's newest checkpoint says; size 0 if there is none."""
    if last is None:
        return Head(settings.LEDGER_ORIGIN, 0, EMPTY_ROOT)
    return Head(settings.LEDGER_ORIGIN, last.size, bytes(last.root))


def declared() -> list[Signed]:
    """Return the declarations that the database holds, oldest first. Nothing is verified."""
    rows = Restoration.objects.order_by("id").values_list("signed", flat=True)
    return [Signed.from_dict(json.loads(text)) for text in rows]


def _known(kept: Kept) -> tuple[Signed, ...]:
    """Return the declarations of the file and of the database, each once."""
    found = {one.declaration.leaf(): one for one in kept.declarations}
    for one in declared():
        if one.declaration.leaf() not in found:
            one.verified(public_keys())
            found[one.declaration.leaf()] = one
    return tuple(sorted(found.values(), key=lambda one: one.declaration.at))


def _continues(stored: Head, signed: Head, declarations: list[Declaration]) -> bool:
    """Return whether what the database holds may be continued, given what was signed last and what was declared."""
    leading = continued_from(signed, declarations)
    if not leading:
        abandoned = stored != signed and any(one.abandons(stored.size) for one in declarations)
        return not abandoned and _extends(stored, signed)
    if any(stored == one.continued for one in leading):
        return True
    if stored.size <= signed.size or any(one.abandons(stored.size) for one in declarations):
        return False
    return any(_extends(stored, one.continued) for one in leading)


def _extends(stored: Head, older: Head) -> bool:
    """Return whether the register in the database begins with an older one."""
    if older.size == 0 or older.size >= stored.size:
        return older.size == 0 or older == stored

    def prove(node: proofs.Nodes) -> list[bytes]:
        return proofs.consistency(older.size, stored.size, node)

    path = prove(register.nodes(proofs.wanted(prove)))
    try:
        proofs.check_consistency(older.size, older.root, stored.size, stored.root, path)
    except proofs.ProofRefused:
        return False
    return True


def _of(last: Checkpoint) -> SignedHead:
    return SignedHead(last.note, bytes(last.mldsa87))


def _head(signed: SignedHead | None) -> Head:
    """Return what a checkpoint says whose signatures were verified; size 0 for None."""
    if signed is None:
        return Head(settings.LEDGER_ORIGIN, 0, EMPTY_ROOT)
    return Head.parse(signed.note.partition("\n\n")[0] + "\n")


def _signed_head(value: Any, keys: PublicKeys) -> SignedHead | None:
    if value is None:
        return None
    signed = SignedHead(value["note"], decode64(value["mldsa87"]))
    checkpoint.open_both(signed.note, signed.mldsa87, keys)
    return signed


def _path() -> Path:
    folder: Path = settings.LEDGER_KEYS
    return folder / NAME
