"""Reads a register over HTTP. Nothing that comes back is believed here: signatures and hashes are checked elsewhere."""

import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Final

from workflow.ledger import restored
from workflow.ledger.checkpoint import Head, PublicKeys, open_both, open_note
from workflow.ledger.errors import LedgerError
from workflow.ledger.note import decode64
from workflow.ledger.restored import Signed

LARGEST_ANSWER_BYTES: Final = 1_000_000
TIMEOUT_S: Final = 30


class RegisterRefused(LedgerError):
    """What a register served cannot be what it should be. `code` says in what way."""

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        super().__init__(reason)


class Unreachable(LedgerError):
    """A register that does not answer, or not in time: nothing is said about its history."""

    code = "unreachable"


@dataclass(frozen=True, slots=True)
class Web:
    """A register at an address, without a closing slash."""

    address: str

    def get(self, path: str) -> bytes:
        """Return what the register serves there. Raises: Unreachable; RegisterRefused where it does not serve it."""
        return self._answer(urllib.request.Request(f"{self.address}/{path}"))  # noqa: S310 - see `checked`

    def post(self, path: str, body: bytes) -> bytes:
        """Return the register's answer to a body. Raises: as `get`."""
        headers = {"Content-Type": "text/plain; charset=utf-8"}
        request = urllib.request.Request(f"{self.address}/{path}", body, headers)  # noqa: S310 - see `checked`
        return self._answer(request)

    def checkpoint(self, keys: PublicKeys) -> tuple[str, Head]:
        """Return the newest checkpoint and what it says. Both signatures hold. Raises: LedgerError."""
        signed = _text(self.get("checkpoint"))
        size = open_note(signed, keys).size
        second = decode64(_text(self.get(f"checkpoint.mldsa87?size={size}")).removesuffix("\n"))
        return signed, open_both(signed, second, keys)

    def checkpoint_at(self, size: int, keys: PublicKeys) -> tuple[str, Head]:
        """Return the checkpoint of an earlier size and what it says. Raises: LedgerError."""
        signed = _text(self.get(f"checkpoint?size={size}"))
        head = open_note(signed, keys)
        if head.size != size:
            reason = f"Asked for the checkpoint of size {size}, the register gives that of size {head.size}."
            raise RegisterRefused("checkpoint_of_another_size", reason)
        return signed, head

    def declarations(self, keys: PublicKeys) -> list[Signed]:
        """Return the declarations that the register was restored from a backup, all of them verified.

        Empty if the register serves none. Raises: Unreachable, LedgerError.
        """
        try:
            content = self.get("declarations")
        except RegisterRefused as refused:
            if refused.code == "not_served":
                return []
            raise
        return restored.decode(content, keys)

    def _answer(self, request: urllib.request.Request) -> bytes:
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310 - see `checked`
                content = answer.read(LARGEST_ANSWER_BYTES + 1)
        except urllib.error.HTTPError as error:
            with error:
                said = error.read(300).decode(errors="replace").strip()
            reason = f"{request.full_url} is answered with {error.code}. {said}".strip()
            raise RegisterRefused("not_served" if error.code == 404 else "not_taken", reason) from error
        except (OSError, ValueError) as error:
            raise Unreachable(f"{request.full_url} cannot be read: {error}") from error
        if len(content) > LARGEST_ANSWER_BYTES:
            raise RegisterRefused(
                "too_large", f"{request.full_url} is larger than anything that a register serves."
            )
        return bytes(content)


def checked(address: str) -> Web:
    """Return the register at an address. Raises: Unreachable for what is no address of the web."""
    if not address.startswith(("http://", "https://")):
        raise Unreachable(f"{address} is no address: it begins with https:// or http://.")
    return Web(address.rstrip("/"))


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise RegisterRefused("note_malformed", "A checkpoint is UTF-8.") from error
