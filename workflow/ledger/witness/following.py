"""Decides whether a witness follows a register that was restored from a backup (LEDGER.md §11).

It follows only by a declaration that both keys of the register signed, and that names what the witness remembers. What
the witness remembers of the abandoned history stays in its list, and the declaration is kept beside it for good.
"""

from collections.abc import Sequence

from workflow.ledger.checkpoint import Head, open_note
from workflow.ledger.merkle import leaf_hash
from workflow.ledger.restored import Declaration, continued_from
from workflow.ledger.witness.memory import Memory, cosigned_in
from workflow.ledger.witness.tree import SignedTree


def followed(
    memory: Memory, last: Head, tree: SignedTree, declarations: Sequence[Declaration]
) -> list[Declaration]:
    """Return the declarations by which a checkpoint may be cosigned that does not continue `last`.

    Empty if it may not. `tree` is the new checkpoint's. Raises: RegisterRefused where a tile is not what was signed.
    """
    leading = continued_from(last, declarations)
    if not leading or any(one.abandons(tree.head.size) for one in declarations):
        return []
    if not all(_is_in(tree, one, declarations) for one in leading):
        return []
    lowest = min((one.continued for one in leading), key=lambda head: head.size)
    if tree.root(lowest.size) != lowest.root:
        return []
    if not any(one.abandoned == last for one in leading) and not _older_is_part(memory, tree, declarations):
        return []
    return leading


def _is_in(tree: SignedTree, one: Declaration, declarations: Sequence[Declaration]) -> bool:
    """Return whether the tree commits to a declaration, in the first leaves after a size from which it continued."""
    places = {other.continued.size + n for other in declarations for n in range(len(declarations))}
    wanted = leaf_hash(one.leaf())
    return any(tree.node(0, place) == wanted for place in sorted(places) if place < tree.head.size)


def _older_is_part(memory: Memory, tree: SignedTree, declarations: Sequence[Declaration]) -> bool:
    """Return whether the newest checkpoint that was cosigned and never abandoned is part of the tree."""
    heads = [open_note(one, memory.register) for one in cosigned_in(memory.folder)]
    kept = [head for head in heads if not any(one.abandons(head.size) for one in declarations)]
    newest = max(kept, key=lambda head: head.size, default=None)
    return newest is not None and newest.size < tree.head.size and tree.root(newest.size) == newest.root
