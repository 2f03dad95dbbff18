"""C2SP signed notes with Ed25519: text, an empty line, and signature lines that name their key.

Nothing a note says is used before a known key has signed it, and every byte has one right spelling; lines by
unknown keys (witnesses) are skipped. Source: c2sp.org/signed-note.
"""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from workflow.ledger.errors import LedgerError

SIGNATURE_MARK: Final = "\u2014 "
LARGEST_NOTE_BYTES: Final = 1_000_000
MOST_SIGNATURES: Final = 64


class NoteMalformed(LedgerError):
    """Text that is not a signed note, or not a key."""

    code = "note_malformed"


class NotSigned(LedgerError):
    """A note that the known key did not sign."""

    code = "not_signed"


class SignatureInvalid(LedgerError):
    """A signature line in the known key's name that does not hold."""

    code = "ed25519_invalid"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The name of an Ed25519 key and its 32 public bytes; as text, a C2SP verifier key. `KIND` is what it signs."""

    KIND: ClassVar[bytes] = b"\x01"

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Return the four bytes by which a signature line names this key."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.KIND + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(self.KIND + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the key that `text` spells. Raises: NoteMalformed."""
        parts = text.split("+", 2)
        if len(parts) != 3:
            raise NoteMalformed("A verifier key has three parts: name, key id and key.")
        material = decode64(parts[2])
        if len(material) != 33 or material[:1] != cls.KIND:
            raise NoteMalformed(f"The verifier key is not an Ed25519 key of type {cls.KIND.hex()}.")
        key = cls(checked_name(parts[0]), material[1:])
        if str(key) != text:
            raise NoteMalformed("The verifier key's id is not that of its name and key.")
        return key


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """Return `text` as a note signed by `key` under `name`. Raises: NoteMalformed."""
    verifier = VerifierKey(checked_name(name), key.public_key().public_bytes_raw())
    _checked_text(text)
    return f"{text}\n{signature_line(verifier, key.sign(text.encode()))}"


def signature_line(key: VerifierKey, signature: bytes) -> str:
    """Return the line, with its newline, that a signature by `key` makes in a note."""
    return f"{SIGNATURE_MARK}{key.name} {base64.b64encode(key.key_id + signature).decode()}\n"


def open_note(note: str, key: VerifierKey) -> str:
    """Return the text of `note` if `key` signed it.

    Raises: NoteMalformed; NotSigned without a line by this key; SignatureInvalid where such a line does not
    hold.
    """
    text, lines = split(note)
    public = Ed25519PublicKey.from_public_bytes(key.public)
    signed = False
    for signature in lines_by(key, lines):
        try:
            public.verify(signature, text.encode())
        except InvalidSignature as error:
            raise SignatureInvalid(f"The Ed25519 signature by {key.name} does not fit the note.") from error
        signed = True
    if not signed:
        raise NotSigned(f"The note bears no signature by the key {key.name}+{key.key_id.hex()}.")
    return text


def lines_by(key: VerifierKey, lines: Sequence[tuple[str, bytes]]) -> list[bytes]:
    """Return what the lines of a note that bear a key's name and id hold beside them: signatures to be verified."""
    size = len(key.key_id)
    return [signed[size:] for name, signed in lines if name == key.name and signed[:size] == key.key_id]


def without_others(note: str, key: VerifierKey) -> str:
    """Return the note with the lines by `key` alone. Nothing is verified. Raises: NoteMalformed."""
    text, lines = split(note)
    return f"{text}\n{''.join(signature_line(key, signature) for signature in lines_by(key, lines))}"


def decode64(text: str) -> bytes:
    """Return what `text` spells in base64 (RFC 4648 §4, padded, one spelling only). Raises: NoteMalformed."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteMalformed("Not base64.") from error
    if base64.b64encode(data).decode() != text:
        raise NoteMalformed("Not base64 in its one right spelling.")
    return data


def checked_name(name: str) -> str:
    """Return `name` if a key may bear it. Raises: NoteMalformed."""
    if not name or "+" in name or any(char.isspace() or ord(char) < 0x20 for char in name):
        raise NoteMalformed("A key's name is not empty and has neither spaces nor a plus sign.")
    return name


def _checked_text(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise NoteMalformed("The note is not UTF-8.") from error
    if size > LARGEST_NOTE_BYTES:
        raise NoteMalformed("The note is too long.")
    if not text.endswith("\n") or any(ord(char) < 0x20 and char != "\n" for char in text):
        raise NoteMalformed("A note ends with a newline and has no other control characters.")


def split(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Return a note's text and its signature lines as names and bytes. Nothing is verified. Raises: NoteMalformed."""
    _checked_text(note)
    text, _, block = note.rpartition("\n\n")
    if not text:
        raise NoteMalformed("A note has a text, an empty line and signatures.")
    lines = block.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteMalformed("The note has too many signatures.")
    return text + "\n", [_signature_line(line) for line in lines]


def _signature_line(line: str) -> tuple[str, bytes]:
    name, _, encoded = line.removeprefix(SIGNATURE_MARK).partition(" ")
    if not line.startswith(SIGNATURE_MARK):
        raise NoteMalformed("A signature line is a dash, a name and base64.")
    signature = decode64(encoded)
    if len(signature) < 5:
        raise NoteMalformed("A signature line holds four bytes of key id and a signature.")
    return checked_name(name), signature
