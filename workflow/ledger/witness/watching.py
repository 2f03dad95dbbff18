"""Looks at a register, cosigns its newest checkpoint and hands the cosignature in."""

from datetime import datetime

from workflow.ledger import note
from workflow.ledger.checkpoint import Head
from workflow.ledger.cosignature import cosignatures
from workflow.ledger.witness.cosigning import Inconsistent, cosign
from workflow.ledger.witness.memory import Memory
from workflow.ledger.witness.tree import SignedTree
from workflow.ledger.witness.web import Web

HAND_IN = "cosignatures"


def look(memory: Memory, register: Web, now: datetime) -> str:
    """Cosign the register's newest checkpoint, unless it bears our line, and return a sentence on what was done.

    Both signatures, every tile that is needed and the data of each leaf that is new are checked first.
    Raises: LedgerError, with a code for each thing that can be wrong; then nothing was signed.
    """
    signed, head = register.checkpoint(memory.register)
    if cosignatures(signed, [memory.key]) and head == memory.last():
        return f"Size {head.size}: cosigned already."
    line = _cosigned(memory, register, signed, head, now)
    handed = note.without_others(signed, memory.register.ed25519) + line
    register.post(HAND_IN, handed.encode())
    return f"Size {head.size}: cosigned and handed in."


def _cosigned(memory: Memory, register: Web, signed: str, head: Head, now: datetime) -> str:
    """Return our line. What the register signed and cannot show to be one history is kept as evidence."""

    def prove(older: int) -> list[bytes]:
        tree = SignedTree(head, register.get)
        if older:
            tree.check_entries(older)
        return tree.growth(older)

    try:
        return cosign(memory, signed, head, prove=prove, now=now)
    except Inconsistent as error:
        kept = memory.keep_conflict(signed, head)
        raise Inconsistent(
            f"{error} The checkpoint is kept in {kept}; compare with other witnesses."
        ) from error
