"""Proofs that a leaf is in a tree, and that a tree grew out of an earlier one (RFC 9162 §2.1.3 and §2.1.4).

A proof is made from `node(level, index)`: the root of the perfect subtree of the 2**level leaves that begin
with leaf index * 2**level. So the same code serves a log in memory, stored nodes and tiles.
"""

from collections.abc import Callable, Sequence
from typing import Final

from workflow.ledger.errors import LedgerError
from workflow.ledger.merkle import EMPTY_ROOT, node_hash

Nodes = Callable[[int, int], bytes]
Coordinates = tuple[int, int]
_PLACEHOLDER: Final = bytes(32)


class ProofRefused(LedgerError):
    """A proof that does not prove what it is shown for."""

    code = "proof_refused"


class ProofMalformed(ProofRefused):
    """A proof that no tree of this size could have."""

    code = "proof_malformed"


def root(size: int, node: Nodes) -> bytes:
    """Return the root of the tree of the first `size` leaves."""
    return _range_root(0, size, node) if size else EMPTY_ROOT


def inclusion(index: int, size: int, node: Nodes) -> list[bytes]:
    """Return the proof that leaf `index` is in the tree of `size` leaves, from the leaf upwards.

    Raises: ProofRefused where there is no such leaf.
    """
    if not 0 <= index < size:
        raise ProofMalformed(f"A tree of {size} leaves has no leaf {index}.")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _largest_power_below(end - start)
        if index < middle:
            path.append(_range_root(middle, end, node))
            end = middle
        else:
            path.append(_range_root(start, middle, node))
            start = middle
    return path[::-1]


def consistency(older: int, size: int, node: Nodes) -> list[bytes]:
    """Return the proof that the tree of `size` leaves begins with the tree of `older` leaves.

    Empty where the two are equal or the older is empty. Raises: ProofRefused where the older is the larger.
    """
    if not 0 <= older <= size:
        raise ProofMalformed(f"A tree of {size} leaves cannot have grown out of one of {older}.")
    if older in (0, size):
        return []
    start, end, path = 0, size, []
    while end != older:
        middle = start + _largest_power_below(end - start)
        if older <= middle:
            path.append(_range_root(middle, end, node))
            end = middle
        else:
            path.append(_range_root(start, middle, node))
            start = middle
    if start:
        path.append(_range_root(start, end, node))
    return path[::-1]


def wanted(make: Callable[[Nodes], object]) -> set[Coordinates]:
    """Return the nodes that `make` asks for, so that a store can be read once for all of them."""
    asked: set[Coordinates] = set()

    def note_down(level: int, index: int) -> bytes:
        asked.add((level, index))
        return _PLACEHOLDER

    make(note_down)
    return asked


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], expected_root: bytes) -> None:
    """Check that `leaf` (a leaf hash) stands at `index` in the tree of `size` leaves with `expected_root`.

    Raises: ProofRefused (RFC 9162 §2.1.3.2).
    """
    if not 0 <= index < size:
        raise ProofMalformed(f"A tree of {size} leaves has no leaf {index}.")
    position, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise ProofMalformed("The proof is longer than the tree is high.")
        if position & 1 or position == last:
            found = node_hash(sibling, found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise ProofMalformed("The proof is shorter than the tree is high.")
    if found != expected_root:
        raise ProofRefused("The proof leads to another root.")


def check_consistency(
    older_size: int, older_root: bytes, size: int, expected_root: bytes, path: Sequence[bytes]
) -> None:
    """Check that the tree of `size` leaves begins with that of `older_size` leaves.

    Raises: ProofRefused (RFC 9162 §2.1.4.2).
    """
    if not 0 <= older_size <= size:
        raise ProofMalformed(f"A tree of {size} leaves cannot have grown out of one of {older_size}.")
    if older_size in (0, size):
        if path:
            raise ProofMalformed("Between these two sizes there is nothing to prove, yet there is a proof.")
        if older_root != (expected_root if older_size else EMPTY_ROOT):
            raise ProofRefused("The same size has two different roots.")
        return
    hashes = list(path)
    if older_size & (older_size - 1) == 0:
        hashes.insert(0, older_root)
    if not hashes:
        raise ProofMalformed("The proof is shorter than the tree is high.")
    position, last = older_size - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    found_older = found = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise ProofMalformed("The proof is longer than the tree is high.")
        if position & 1 or position == last:
            found_older, found = node_hash(sibling, found_older), node_hash(sibling, found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise ProofMalformed("The proof is shorter than the tree is high.")
    if found_older != older_root or found != expected_root:
        raise ProofRefused("The proof leads to other roots.")


def _largest_power_below(size: int) -> int:
    """Return the largest power of two smaller than `size`, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def _range_root(start: int, end: int, node: Nodes) -> bytes:
    """Return the root over the leaves from `start` up to `end`; `start` is aligned as the tree splits it."""
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(level, start >> level)
    middle = start + _largest_power_below(size)
    return node_hash(_range_root(start, middle, node), _range_root(middle, end, node))
