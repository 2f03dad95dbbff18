"""Hash trees of RFC 9162 §2.1 with SHA-256, and the compact range by which a log grows in O(log n).

A tree of n leaves splits into perfect subtrees, one for each one-digit of n in binary, largest first. Their
roots are all that must be kept to append to the tree and to know its root.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from workflow.ledger.errors import LedgerError

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()

_sha256 = hashlib.sha256


class MalformedRange(LedgerError):
    """Stored subtree roots that do not belong to the stored size."""

    code = "range_malformed"


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf (RFC 9162 §2.1.1)."""
    return _sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (RFC 9162 §2.1.1)."""
    return _sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class CompactRange:
    """A tree of `size` leaves, as the roots of its perfect subtrees, largest first."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> "CompactRange":
        """Return the tree with one more leaf, given by its leaf hash."""
        hashes, size = self.hashes, self.size
        while size & 1:
            leaf = _sha256(b"\x01" + hashes[-1] + leaf).digest()
            hashes = hashes[:-1]
            size >>= 1
        return CompactRange(self.size + 1, (*hashes, leaf))

    def root(self) -> bytes:
        """Return the tree's Merkle Tree Hash; of the empty tree the hash of nothing."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for subtree in reversed(self.hashes[:-1]):
            root = _sha256(b"\x01" + subtree + root).digest()
        return root

    def to_bytes(self) -> bytes:
        """Return the subtree roots joined: 32 bytes for each one-digit of the size."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, data: bytes | memoryview) -> Self:
        """Return the range that `to_bytes` wrote for a tree of `size` leaves.

        Raises: MalformedRange where the number of hashes is not the one that the size demands.
        """
        joined = bytes(data)
        if size < 0 or len(joined) != size.bit_count() * HASH_BYTES:
            raise MalformedRange(
                f"{len(joined)} bytes of subtree roots cannot belong to a log of size {size}."
            )
        starts = range(0, len(joined), HASH_BYTES)
        return cls(size, tuple(joined[start : start + HASH_BYTES] for start in starts))


def grow(tree: CompactRange, leaf: bytes) -> tuple[CompactRange, list[tuple[int, int, bytes]]]:
    """Return `tree` with one more leaf, and every perfect subtree that it completes: level, index and root."""
    completed = [(0, tree.size, leaf)]
    hashes, size = tree.hashes, tree.size
    while size & 1:
        size >>= 1
        leaf = node_hash(hashes[-1], leaf)
        hashes = hashes[:-1]
        completed.append((len(completed), size, leaf))
    return CompactRange(tree.size + 1, (*hashes, leaf)), completed


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle Tree Hash over all these leaf hashes, level by level: what a verifier computes."""
    level = list(leaves) or [EMPTY_ROOT]
    while len(level) > 1:
        odd = level[-1:] if len(level) & 1 else []
        level = [
            _sha256(b"\x01" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        level += odd
    return level[0]
