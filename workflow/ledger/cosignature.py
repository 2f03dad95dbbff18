"""C2SP cosignatures: a witness says of a checkpoint that it continues all that the witness has seen, and when.

A line's signature is the time in eight bytes, then Ed25519 over `cosignature/v1`, that time and the note's text. A
witness's key is of a type of its own, so its lines are never mistaken for a register's.
Source: c2sp.org/tlog-cosignature.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from workflow.ledger import note
from workflow.ledger.errors import LedgerError

TIME_BYTES: Final = 8
LATEST: Final = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())


class CosignatureInvalid(LedgerError):
    """A line in a known witness's name that does not hold."""

    code = "cosignature_invalid"


@dataclass(frozen=True, slots=True)
class WitnessKey(note.VerifierKey):
    """The name of a witness and its 32 public bytes; as text, a C2SP verifier key of type 4."""

    KIND: ClassVar[bytes] = b"\x04"


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A witness's line under a checkpoint, which holds. `at` is the witness's own word for when, in whole seconds."""

    witness: WitnessKey
    at: datetime
    line: str


def sign(text: str, name: str, key: Ed25519PrivateKey, at: datetime) -> str:
    """Return the line by which the witness `name` cosigns the checkpoint whose note text is `text`."""
    witness = WitnessKey(note.checked_name(name), key.public_key().public_bytes_raw())
    seconds = int(at.timestamp())
    signature = seconds.to_bytes(TIME_BYTES, "big") + key.sign(_message(text, seconds))
    return note.signature_line(witness, signature)


def cosignatures(signed: str, witnesses: Sequence[WitnessKey]) -> list[Cosignature]:
    """Return what these witnesses signed under the checkpoint `signed`, one for each, in their order.

    Lines by others are skipped, also by the register; of two lines by one witness both must hold, and the first counts.
    Raises: NoteMalformed, CosignatureInvalid.
    """
    text, lines = note.split(signed)
    found = []
    for witness in witnesses:
        found += [_checked(text, witness, stamped) for stamped in note.lines_by(witness, lines)][:1]
    return found


def _checked(text: str, witness: WitnessKey, stamped: bytes) -> Cosignature:
    """Return the cosignature that a time and a signature are. Raises: CosignatureInvalid."""
    seconds = int.from_bytes(stamped[:TIME_BYTES], "big")
    if seconds > LATEST:
        raise CosignatureInvalid(f"The cosignature by {witness.name} bears a time beyond the year 9999.")
    try:
        public = Ed25519PublicKey.from_public_bytes(witness.public)
        public.verify(stamped[TIME_BYTES:], _message(text, seconds))
    except (InvalidSignature, ValueError) as error:
        raise CosignatureInvalid(f"The cosignature by {witness.name} does not fit the checkpoint.") from error
    return Cosignature(witness, datetime.fromtimestamp(seconds, UTC), note.signature_line(witness, stamped))


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
