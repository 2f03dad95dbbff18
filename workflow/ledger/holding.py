"""Whether a single entry holds: its leaf, its body and the personal details that it shows are what was recorded."""

import hashlib
from typing import Final

from workflow.ledger.errors import LedgerError
from workflow.ledger.plain import ReadEntry

ENTRY_LABEL: Final = b"workflow/entry/v1\0"
PERSONAL_LABEL: Final = b"workflow/personal/v1\0"

_sha256 = hashlib.sha256


class Untrue(LedgerError):
    """An entry that is not what was recorded."""

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        super().__init__(reason)


def held_leaf(entry: ReadEntry, number: int, name: str) -> bytes:
    """Return the leaf hash of an entry that holds (LEDGER.md §3). `name` is the log's, as canonical JSON.

    Raises: Untrue, with the first thing that is not what was recorded.
    """
    at, commit, written, body, salt, details = entry[:6]
    data = f'{{"at":"{at}","commit":"{commit}","index":{number},"log":{name},"v":1}}'
    leaf = _sha256(b"\0" + data.encode())
    if leaf.hexdigest() != written:
        raise Untrue("entry_altered", "Its leaf is not that of its instant, number and commitment.")
    if body is not None and _sha256(ENTRY_LABEL + bytes.fromhex(salt) + body.encode()).hexdigest() != commit:
        raise Untrue("body_altered", "Its content is not what was recorded.")
    for detail in details:
        opened = PERSONAL_LABEL + bytes.fromhex(detail.salt) + detail.value
        if _sha256(opened).hexdigest() != detail.recorded:
            raise Untrue("personal_altered", f"The personal detail {detail.name!r} is not what was recorded.")
    return leaf.digest()
