"""Looks at a register, cosigns its newest checkpoint and hands the cosignature in."""

from datetime import datetime

from workflow.ledger import note
from workflow.ledger.checkpoint import Head
from workflow.ledger.cosignature import cosignatures
from workflow.ledger.restored import Declaration
from workflow.ledger.witness.cosigning import Inconsistent, cosign
from workflow.ledger.witness.following import followed
from workflow.ledger.witness.memory import Memory
from workflow.ledger.witness.tree import SignedTree
from workflow.ledger.witness.web import Web

HAND_IN = "cosignatures"
KEPT = "What was cosigned of the abandoned history stays in the list; the declaration is kept beside it."


def look(memory: Memory, register: Web, now: datetime) -> str:
    """Cosign the register's newest checkpoint, unless it bears our line, and return a sentence on what was done.

    Both signatures, every tile that is needed and the data of each leaf that is new are checked first.
    Raises: LedgerError, with a code for each thing that can be wrong; then nothing was signed.
    """
    signed, head = register.checkpoint(memory.register)
    if cosignatures(signed, [memory.key]) and head == memory.last():
        return f"Size {head.size}: cosigned already."
    line, declarations = _cosigned(memory, register, signed, head, now)
    handed = note.without_others(signed, memory.register.ed25519) + line
    register.post(HAND_IN, handed.encode())
    restored = "".join(f"RESTORED. {one.sentence()} {KEPT}\n" for one in declarations)
    return f"{restored}Size {head.size}: cosigned and handed in."


def _cosigned(
    memory: Memory, register: Web, signed: str, head: Head, now: datetime
) -> tuple[str, list[Declaration]]:
    """Return our line, and the declarations that explain why the checkpoint does not continue our last one.

    What the register signed and cannot show to be one history is kept as evidence.
    """
    explained: list[Declaration] = []

    def follow(last: Head) -> bool:
        known = register.declarations(memory.register)
        tree = SignedTree(head, register.get)
        explained.extend(followed(memory, last, tree, [one.declaration for one in known]))
        if explained:
            tree.check_entries(min(one.continued.size for one in explained))
        for one in known if explained else ():
            memory.keep_declaration(one)
        return bool(explained)

    def prove(older: int) -> list[bytes]:
        tree = SignedTree(head, register.get)
        if older:
            tree.check_entries(older)
        return tree.growth(older)

    try:
        return cosign(memory, signed, head, prove=prove, now=now, follow=follow), explained
    except Inconsistent as error:
        kept = memory.keep_conflict(signed, head)
        raise Inconsistent(
            f"{error} The checkpoint is kept in {kept}; compare with other witnesses."
        ) from error
