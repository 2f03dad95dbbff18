"""The evidence bundle: one file with which a reader checks a log without us (LEDGER.md §6).

Here it is written, from plain values; `reading` and `verify` take it apart again and share no code with this module
beyond the canonical form.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from workflow.ledger import canonical
from workflow.ledger.checkpoint import PublicKeys
from workflow.ledger.restored import Signed

FORMAT: Final = "workflow-evidence/v1"
WITH_DECLARATIONS: Final = "workflow-evidence/v2"
"""The format of a bundle of a register that was restored from a backup. All others are of `FORMAT`."""
OPENS_LOG: Final = "opens_log"
"""The member of an entry's details that names a child log (LEDGER.md §3)."""
ERASED: Final = "personal.erased"
"""The event of an entry that names personal details which were erased with it (LEDGER.md §9)."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The salt and the value behind a personal detail's commitment."""

    salt: bytes
    value: object


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader sees of an entry that is open to him."""

    body: Mapping[str, object]
    salt: bytes
    personal: Mapping[str, Opening] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `content` is None where this reader may not open it."""

    index: int
    at: str
    commit: bytes
    leaf: bytes
    content: Content | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the entry as the bundle holds it."""
        shown: dict[str, object] = {
            "at": self.at,
            "commit": self.commit.hex(),
            "index": self.index,
            "leaf": self.leaf.hex(),
        }
        if self.content is not None:
            shown["body"] = self.content.body
            shown["salt"] = self.content.salt.hex()
            shown["personal"] = {
                name: {"salt": opening.salt.hex(), "value": opening.value}
                for name, opening in self.content.personal.items()
            }
        return shown


@dataclass(frozen=True, slots=True)
class SealedLog:
    """All entries of one log up to a sealed head, and where the register holds that head."""

    log: str
    entries: Sequence[Entry]
    index: int
    salt: bytes
    proof: Sequence[bytes]

    def to_dict(self) -> dict[str, object]:
        """Return the log as the bundle holds it."""
        head = {"index": self.index, "proof": [step.hex() for step in self.proof], "salt": self.salt.hex()}
        entries = [entry.to_dict() for entry in self.entries]
        return {"entries": entries, "head": head, "log": self.log, "size": len(self.entries)}


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A checkpoint with both its signatures."""

    note: str
    mldsa87: bytes

    def to_dict(self) -> dict[str, object]:
        """Return the checkpoint as the bundle holds it."""
        return {"mldsa87": base64.b64encode(self.mldsa87).decode(), "note": self.note}


@dataclass(frozen=True, slots=True)
class Older:
    """An earlier checkpoint and the proof that the register only grew since."""

    checkpoint: SignedHead
    proof: Sequence[bytes]

    def to_dict(self) -> dict[str, object]:
        """Return the earlier checkpoint as the bundle holds it."""
        return {**self.checkpoint.to_dict(), "proof": [step.hex() for step in self.proof]}


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration that the register was restored, and where the register commits to it."""

    signed: Signed
    index: int
    proof: Sequence[bytes]

    def to_dict(self) -> dict[str, object]:
        """Return the declaration as the bundle holds it."""
        return {**self.signed.to_dict(), "index": self.index, "proof": [step.hex() for step in self.proof]}


def write(
    *,
    logs: Sequence[SealedLog],
    checkpoint: SignedHead,
    keys: PublicKeys,
    older: Older | None = None,
    declarations: Sequence[Declared] = (),
) -> bytes:
    """Return the bundle's bytes. Raises: NotCanonical where an entry holds what has no canonical form."""
    declared = {"declarations": [one.to_dict() for one in declarations]} if declarations else {}
    return canonical.encode(
        {
            "checkpoint": checkpoint.to_dict(),
            **declared,
            "format": WITH_DECLARATIONS if declarations else FORMAT,
            "keys": keys.to_dict(),
            "logs": [log.to_dict() for log in sorted(logs, key=lambda log: log.log)],
            "newest": None,
            "older": older.to_dict() if older else None,
        }
    )
