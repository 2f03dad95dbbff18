"""Decides whether to cosign a checkpoint. Every way to a cosignature leads through `cosign`."""

from collections.abc import Callable, Sequence
from datetime import datetime

from workflow.ledger import cosignature, note, proofs
from workflow.ledger.checkpoint import Head
from workflow.ledger.errors import LedgerError
from workflow.ledger.witness.memory import Memory

Prove = Callable[[int], Sequence[bytes]]
Follow = Callable[[Head], bool]


def _no_one(_last: Head) -> bool:
    """Follow no register that does not continue what was cosigned last."""
    return False


class Inconsistent(LedgerError):
    """A checkpoint that does not continue the last one that was cosigned."""

    code = "inconsistent"


class RegisterDiffers(LedgerError):
    """A second checkpoint of one size with another root: the register signed two histories."""

    code = "register_differs"


class RolledBack(LedgerError):
    """A checkpoint that is older than the last one that was cosigned."""

    code = "rolled_back"


def cosign(
    memory: Memory, signed: str, head: Head, *, prove: Prove, now: datetime, follow: Follow = _no_one
) -> str:
    """Return the witness's line under the checkpoint `signed`, which says `head` and whose signatures hold.

    `prove` gives the consistency proof from the size of the last checkpoint that was cosigned. `follow` says whether
    declarations explain that a checkpoint does not continue that one.
    Raises: RolledBack, RegisterDiffers, Inconsistent; whatever `prove` raises. Then nothing is remembered or signed.
    """
    with memory.locked():
        last = memory.last()
        try:
            _continues(memory, last, signed, head, prove)
        except Inconsistent:
            if not follow(last):
                raise
        memory.remember(head)
        line = cosignature.sign(head.text(), memory.key.name, memory.secret, now)
        memory.keep(note.without_others(signed, memory.register.ed25519) + line)
    return line


def _continues(memory: Memory, last: Head, signed: str, head: Head, prove: Prove) -> None:
    if head.size < last.size:
        raise RolledBack(
            f"The checkpoint is of size {head.size}; the last one cosigned was of size {last.size}."
        )
    if head.size == last.size and head.root != last.root:
        raise RegisterDiffers(
            f"The register signed two different roots for size {head.size}: two histories. "
            f"The second one is kept in {memory.keep_conflict(signed, head)}; compare with other witnesses."
        )
    try:
        proofs.check_consistency(last.size, last.root, head.size, head.root, prove(last.size))
    except proofs.ProofRefused as error:
        raise Inconsistent(
            f"The checkpoint of size {head.size} was not shown to continue the one of size {last.size}, which was "
            f"cosigned. {error}"
        ) from error
