"""The register's signed head: a C2SP `tlog-checkpoint`, and a detached ML-DSA-87 signature (LEDGER.md §5)."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PrivateKey, MLDSA87PublicKey

from workflow.ledger import canonical, note
from workflow.ledger.errors import LedgerError
from workflow.ledger.merkle import HASH_BYTES

MLDSA87_LABEL: Final = b"workflow/checkpoint/v1\0"
MLDSA87_PUBLIC_BYTES: Final = 2592
MOST_DIGITS: Final = 19


class KeysMalformed(LedgerError):
    """Keys that cannot be read."""

    code = "keys_malformed"


class OriginDiffers(LedgerError):
    """A checkpoint signed by a key that bears another register's name."""

    code = "origin_differs"


class MLDSAInvalid(LedgerError):
    """A detached ML-DSA-87 signature that does not hold."""

    code = "mldsa87_invalid"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The two keys that vouch for a register. The Ed25519 key's name is the register's origin."""

    ed25519: note.VerifierKey
    mldsa87: bytes

    def to_dict(self) -> dict[str, str]:
        """Return the keys as a bundle or a keys file holds them."""
        return {"ed25519": str(self.ed25519), "mldsa87": base64.b64encode(self.mldsa87).decode()}

    @classmethod
    def from_dict(cls, value: object) -> "PublicKeys":
        """Return the keys that `to_dict` wrote. Raises: KeysMalformed."""
        if not isinstance(value, Mapping) or value.keys() != {"ed25519", "mldsa87"}:
            raise KeysMalformed("Keys are an object with the members ed25519 and mldsa87.")
        ed25519, mldsa87 = value["ed25519"], value["mldsa87"]
        if not isinstance(ed25519, str) or not isinstance(mldsa87, str):
            raise KeysMalformed("Keys are text.")
        try:
            keys = cls(note.VerifierKey.parse(ed25519), note.decode64(mldsa87))
            Ed25519PublicKey.from_public_bytes(keys.ed25519.public)
        except (note.NoteMalformed, ValueError) as error:
            raise KeysMalformed(f"A key cannot be read: {error}") from error
        if len(keys.mldsa87) != MLDSA87_PUBLIC_BYTES:
            raise KeysMalformed(f"An ML-DSA-87 key has {MLDSA87_PUBLIC_BYTES} bytes.")
        return keys

    def fingerprints(self) -> dict[str, str]:
        """Return the SHA-256 of each public key in hex, for people to compare."""
        return {
            "ed25519": hashlib.sha256(self.ed25519.public).hexdigest(),
            "mldsa87": hashlib.sha256(self.mldsa87).hexdigest(),
        }


@dataclass(frozen=True, slots=True)
class SigningKeys:
    """The two secret keys of a register whose origin is `name`."""

    name: str
    ed25519: Ed25519PrivateKey
    mldsa87: MLDSA87PrivateKey

    @property
    def public(self) -> PublicKeys:
        """Return the keys that everybody may have."""
        verifier = note.VerifierKey(self.name, self.ed25519.public_key().public_bytes_raw())
        return PublicKeys(verifier, self.mldsa87.public_key().public_bytes_raw())


@dataclass(frozen=True, slots=True)
class Head:
    """What a checkpoint says: the register's origin, number of leaves and root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the note's text: three lines."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """Return the head that `text` spells. Raises: NoteMalformed."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not lines[0]:
            raise note.NoteMalformed("A checkpoint has three lines: origin, size and root.")
        size = lines[1]
        if not size.isdecimal() or len(size) > MOST_DIGITS or str(int(size)) != size:
            raise note.NoteMalformed("A checkpoint's size is a decimal number without leading zeros.")
        root = note.decode64(lines[2])
        if len(root) != HASH_BYTES:
            raise note.NoteMalformed(f"A checkpoint's root has {HASH_BYTES} bytes.")
        return cls(lines[0], int(size), root)


def sign(size: int, root: bytes, keys: SigningKeys) -> tuple[str, bytes]:
    """Return the signed note and the detached ML-DSA-87 signature for a register of `size` leaves."""
    text = Head(keys.name, size, root).text()
    return note.sign(text, keys.name, keys.ed25519), keys.mldsa87.sign(MLDSA87_LABEL + text.encode())


def open_note(signed: str, keys: PublicKeys) -> Head:
    """Return the head in `signed` if the Ed25519 key signed it and it is of that key's origin.

    Raises: NoteMalformed, NotSigned, SignatureInvalid.
    """
    head = Head.parse(note.open_note(signed, keys.ed25519))
    if head.origin != keys.ed25519.name:
        raise OriginDiffers(f"The checkpoint is of {head.origin}, the key that of {keys.ed25519.name}.")
    return head


def open_both(signed: str, mldsa87: bytes, keys: PublicKeys) -> Head:
    """Return the head in `signed` if both keys signed it. Raises: as `open_note`, and MLDSAInvalid."""
    head = open_note(signed, keys)
    try:
        MLDSA87PublicKey.from_public_bytes(keys.mldsa87).verify(mldsa87, MLDSA87_LABEL + head.text().encode())
    except (InvalidSignature, ValueError) as error:
        raise MLDSAInvalid("The ML-DSA-87 signature does not fit the checkpoint.") from error
    return head


def read_keys(data: bytes) -> PublicKeys:
    """Return the keys in a keys file. Raises: KeysMalformed, NotCanonical."""
    return PublicKeys.from_dict(canonical.decode(data))
