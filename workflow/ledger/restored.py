"""Declarations that a register was restored from a backup, signed with both of its keys (LEDGER.md §11).

A restored database can be older than checkpoints that were published. A declaration names the newest checkpoint that
was signed (*abandoned*) and the older one from which the register continues (*continued*). No size after the continued
one, up to the abandoned one, is ever signed again.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PublicKey

from workflow.ledger import canonical
from workflow.ledger.checkpoint import Head, PublicKeys, SigningKeys
from workflow.ledger.errors import LedgerError
from workflow.ledger.note import NoteMalformed, decode64

FORMAT: Final = "workflow-restored/v1"
LABEL: Final = b"workflow/restored/v1\0"
LONGEST_REASON: Final = 500
"""Characters."""
MEMBERS: Final = frozenset(("abandoned", "at", "continued", "format", "origin", "reason"))

_HASH = re.compile(r"[0-9a-f]{64}").fullmatch
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z").fullmatch


class DeclarationMalformed(LedgerError):
    """Something that is not a declaration of this format."""

    code = "declaration_malformed"


class DeclarationInvalid(LedgerError):
    """A declaration that is not signed with both keys of the register, or that is about another register."""

    code = "declaration_invalid"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a declaration says. `at` is an instant as the ledger writes it (LEDGER.md §1)."""

    abandoned: Head
    continued: Head
    at: str
    reason: str

    def to_dict(self) -> dict[str, object]:
        """Return the declaration as it is signed."""
        return {
            "abandoned": _written(self.abandoned),
            "at": self.at,
            "continued": _written(self.continued),
            "format": FORMAT,
            "origin": self.continued.origin,
            "reason": self.reason,
        }

    @classmethod
    def from_dict(cls, value: object) -> Self:
        """Return the declaration that `to_dict` wrote. Raises: DeclarationMalformed."""
        if not isinstance(value, Mapping) or value.keys() != MEMBERS or value["format"] != FORMAT:
            raise DeclarationMalformed(f"This is not a declaration of the format {FORMAT}.")
        origin, at, reason = value["origin"], value["at"], value["reason"]
        if not isinstance(origin, str) or not isinstance(at, str) or not _INSTANT(at):
            raise DeclarationMalformed("The declaration's origin or instant is malformed.")
        if not isinstance(reason, str) or not is_reason(reason):
            raise DeclarationMalformed("The declaration's reason is malformed.")
        abandoned, continued = _read(origin, value["abandoned"]), _read(origin, value["continued"])
        if continued.size >= abandoned.size:
            raise DeclarationMalformed(
                "A declaration abandons a checkpoint that is larger than the continued one."
            )
        return cls(abandoned, continued, at, reason)

    def message(self) -> bytes:
        """Return the bytes that both keys sign."""
        return LABEL + canonical.encode(self.to_dict())

    def leaf(self) -> bytes:
        """Return the data of the register's leaf that commits to this declaration."""
        return hashlib.sha256(self.message()).digest()

    def abandons(self, size: int) -> bool:
        """Return whether a register of this size belongs to what was abandoned."""
        return self.continued.size < size <= self.abandoned.size

    def explains(self, head: Head) -> bool:
        """Return whether a checkpoint can be one of those that were abandoned."""
        return self.abandons(head.size) and (head.size < self.abandoned.size or head == self.abandoned)

    def sentence(self) -> str:
        """Return what happened, for people."""
        return (
            f"The register was restored from a backup. It was declared at {self.at}: the register continues from size "
            f"{self.continued.size}, and what was signed after that, up to size {self.abandoned.size}, was abandoned. "
            f"Reason given: {self.reason}"
        )


@dataclass(frozen=True, slots=True)
class Signed:
    """A declaration with both signatures."""

    declaration: Declaration
    ed25519: bytes
    mldsa87: bytes

    def to_dict(self) -> dict[str, object]:
        """Return the signed declaration as it is published and kept."""
        signatures = {"ed25519": base64.b64encode(self.ed25519), "mldsa87": base64.b64encode(self.mldsa87)}
        return {
            "declaration": self.declaration.to_dict(),
            **{name: value.decode() for name, value in signatures.items()},
        }

    @classmethod
    def from_dict(cls, value: object) -> Self:
        """Return the signed declaration that `to_dict` wrote; nothing is verified. Raises: DeclarationMalformed."""
        if not isinstance(value, Mapping) or value.keys() != {"declaration", "ed25519", "mldsa87"}:
            raise DeclarationMalformed(
                "A signed declaration has the members declaration, ed25519 and mldsa87."
            )
        ed25519, mldsa87 = value["ed25519"], value["mldsa87"]
        if not isinstance(ed25519, str) or not isinstance(mldsa87, str):
            raise DeclarationMalformed("Signatures are text.")
        try:
            signatures = decode64(ed25519), decode64(mldsa87)
        except NoteMalformed as error:
            raise DeclarationMalformed("A signature is not base64.") from error
        return cls(Declaration.from_dict(value["declaration"]), *signatures)

    def verified(self, keys: PublicKeys) -> Declaration:
        """Return the declaration if both keys signed it and it is about their register. Raises: DeclarationInvalid."""
        message, origin = self.declaration.message(), self.declaration.continued.origin
        if origin != keys.ed25519.name:
            raise DeclarationInvalid(
                f"The declaration is about {origin}, the keys are those of {keys.ed25519.name}."
            )
        try:
            Ed25519PublicKey.from_public_bytes(keys.ed25519.public).verify(self.ed25519, message)
            MLDSA87PublicKey.from_public_bytes(keys.mldsa87).verify(self.mldsa87, message)
        except (InvalidSignature, ValueError) as error:
            raise DeclarationInvalid("A declaration is not signed with both keys of the register.") from error
        return self.declaration


def sign(declaration: Declaration, keys: SigningKeys) -> Signed:
    """Return the declaration, signed with both keys."""
    message = declaration.message()
    return Signed(declaration, keys.ed25519.sign(message), keys.mldsa87.sign(message))


def declare(*, abandoned: Head, continued: Head, reason: str, at: datetime, keys: SigningKeys) -> Signed:
    """Return a signed declaration. Raises: DeclarationMalformed, such as for a reason that is empty or too long."""
    made = Declaration(abandoned, continued, canonical.instant(at), reason)
    return sign(Declaration.from_dict(made.to_dict()), keys)


def is_reason(text: str) -> bool:
    """Return whether a declaration may give this reason: one line of at most 500 characters."""
    return 0 < len(text) <= LONGEST_REASON and text == text.strip() and text.isprintable()


def encode(signed: Sequence[Signed]) -> bytes:
    """Return a list of declarations as the register publishes it."""
    return canonical.encode([one.to_dict() for one in signed])


def decode(data: bytes, keys: PublicKeys) -> list[Signed]:
    """Return the list that `encode` wrote, all of it verified.

    Raises: DeclarationMalformed, DeclarationInvalid.
    """
    try:
        value = canonical.decode(data)
    except canonical.NotCanonical as error:
        raise DeclarationMalformed(f"The list of declarations cannot be read: {error}") from error
    if not isinstance(value, list):
        raise DeclarationMalformed("Declarations are a list.")
    found = [Signed.from_dict(one) for one in value]
    for one in found:
        one.verified(keys)
    return found


def continued_from(head: Head, declarations: Iterable[Declaration]) -> list[Declaration]:
    """Return the declarations that lead from an abandoned checkpoint to those from which the register continued.

    One can lead to a checkpoint that another one abandoned. Empty if `head` was not abandoned.
    """
    known, found, ahead = list(declarations), list[Declaration](), [head]
    while ahead:
        now = ahead.pop()
        new = [one for one in known if one.explains(now) and one not in found]
        found += new
        ahead += [one.continued for one in new]
    return found


def _written(head: Head) -> dict[str, object]:
    return {"root": head.root.hex(), "size": head.size}


def _read(origin: str, value: object) -> Head:
    if not isinstance(value, Mapping) or value.keys() != {"root", "size"}:
        raise DeclarationMalformed("A declaration names checkpoints by root and size.")
    root, size = value["root"], value["size"]
    if not isinstance(root, str) or not _HASH(root) or type(size) is not int or size < 0:
        raise DeclarationMalformed("A checkpoint that a declaration names is malformed.")
    return Head(origin, size, bytes.fromhex(root))
