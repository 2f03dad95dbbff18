"""Two witnesses compare what they cosigned; a register that showed each another history is caught by its signatures."""

from collections.abc import Sequence

from workflow.ledger.checkpoint import Head, PublicKeys, open_note
from workflow.ledger.errors import LedgerError
from workflow.ledger.restored import continued_from
from workflow.ledger.witness.tree import SignedTree
from workflow.ledger.witness.web import Web


class SplitView(LedgerError):
    """Two checkpoints of one register that cannot be parts of one history. Both are signed by it."""

    code = "split_view"


class NothingInCommon(LedgerError):
    """Two lists that say nothing about each other without the register."""

    code = "nothing_in_common"


def compare(ours: Sequence[str], theirs: Sequence[str], keys: PublicKeys, register: Web | None) -> str:
    """Return a sentence on what was compared between two lists of cosigned checkpoints, all of which agree.

    Where the register is given, the newest of each list is shown to be part of the newest of both, tile by tile.
    Raises: SplitView, NothingInCommon; LedgerError where a checkpoint is not signed by the register.
    """
    first, second = _roots(ours, keys), _roots(theirs, keys)
    common = sorted(first.keys() & second.keys())
    for size in common:
        _agree(size, first[size], second[size])
    if register is not None and first and second:
        older, newer = sorted((max(first.items()), max(second.items())))
        if told := _restored(
            Head(keys.ed25519.name, *older), Head(keys.ed25519.name, *newer), keys, register
        ):
            return f"{told} All {len(common)} common sizes agree."
        _one_history(Head(keys.ed25519.name, *older), Head(keys.ed25519.name, *newer), keys, register)
        return f"One history: size {older[0]} is part of size {newer[0]}, and all {len(common)} common sizes agree."
    if not common:
        raise NothingInCommon(
            "No size stands in both lists, so nothing can be said yet. Name the register with --register, or compare "
            "again when both have cosigned more."
        )
    return f"All {len(common)} common sizes agree, the last of them {common[-1]}."


def _roots(cosigned: Sequence[str], keys: PublicKeys) -> dict[int, bytes]:
    """Return the root of each size in a list. Raises: SplitView where the list itself has two for one size."""
    roots: dict[int, bytes] = {}
    for signed in cosigned:
        head = open_note(signed, keys)
        _agree(head.size, roots.setdefault(head.size, head.root), head.root)
    return roots


def _agree(size: int, one: bytes, other: bytes) -> None:
    if one != other:
        raise SplitView(
            f"For size {size} the register signed two roots, {one.hex()} and {other.hex()}. "
            "Both checkpoints are evidence: keep them, and show them to others who rely on the register."
        )


def _restored(older: Head, newer: Head, keys: PublicKeys, register: Web) -> str:
    """Return what declarations say about the older head, if it was abandoned and the newer one continues past it."""
    found = [one.declaration for one in register.declarations(keys)]
    leading = continued_from(older, found)
    if not leading or any(one.abandons(newer.size) for one in found):
        return ""
    _agree(newer.size, newer.root, register.checkpoint_at(newer.size, keys)[1].root)
    lowest = min((one.continued for one in leading), key=lambda head: head.size)
    if SignedTree(newer, register.get).root(lowest.size) != lowest.root:
        return ""
    return " ".join(one.sentence() for one in leading)


def _one_history(older: Head, newer: Head, keys: PublicKeys, register: Web) -> None:
    """Check that the register holds both heads, and that one continues the other."""
    for head in (older, newer):
        _agree(head.size, head.root, register.checkpoint_at(head.size, keys)[1].root)
    if SignedTree(newer, register.get).root(older.size) != older.root:
        raise SplitView(
            f"The register's size {newer.size} does not continue its size {older.size}. "
            "Both checkpoints are evidence: keep them, and show them to others who rely on the register."
        )
