"""The hashes under a signed root, read tile by tile. None is used that the root does not cover.

A full tile is checked against its place in the tile above it, and so on up to the tiles at the right edge, which
together make the root. So whoever serves a tile that is cut short, altered or another's is told which and why.
"""

from collections.abc import Callable, Sequence

from workflow.ledger import proofs
from workflow.ledger.checkpoint import Head
from workflow.ledger.merkle import HASH_BYTES, leaf_hash, tree_root
from workflow.ledger.tiles import TILE_HEIGHT, TILE_WIDTH, Tile
from workflow.ledger.witness.web import RegisterRefused

Fetch = Callable[[str], bytes]


class SignedTree:
    """The tree of a signed head; `fetch` gives the content of a tile by its path. Each tile is fetched once."""

    def __init__(self, head: Head, fetch: Fetch) -> None:
        self.head = head
        self.fetch = fetch
        self._read: dict[tuple[int, int], list[bytes]] = {}
        self._sure: set[tuple[int, int]] = set()
        if proofs.root(head.size, self._unchecked_node) != head.root:
            reason = (
                f"The tiles at the right edge do not lead to the root that was signed for size {head.size}."
            )
            raise RegisterRefused("root_differs", reason)
        self._sure.update(self._read)

    def root(self, size: int) -> bytes:
        """Return the root that this tree had when it had `size` leaves. Raises: RegisterRefused."""
        return proofs.root(size, self.node)

    def growth(self, older: int) -> list[bytes]:
        """Return the proof that the tree begins with its first `older` leaves. Raises: RegisterRefused."""
        return proofs.consistency(older, self.head.size, self.node)

    def check_entries(self, first: int) -> None:
        """Check that the leaves' data from number `first` on is served and is what the tree holds.

        Raises: RegisterRefused.
        """
        for index in range(first // TILE_WIDTH, -(-self.head.size // TILE_WIDTH)):
            hashes = self._checked(0, index)
            tile = Tile(None, index, len(hashes))
            found = [leaf_hash(entry) for entry in _entries(tile, self.fetch(tile.path))]
            if found != hashes:
                place = next(
                    place for place, pair in enumerate(zip(found, hashes, strict=True)) if len(set(pair)) > 1
                )
                reason = f"{tile.path}: leaf {index * TILE_WIDTH + place} is not the one that was signed."
                raise RegisterRefused("entry_differs", reason)

    def node(self, level: int, index: int) -> bytes:
        """Return the root of a perfect subtree, as `proofs` asks for it. Raises: RegisterRefused."""
        return _within(level, index, self._checked)

    def _unchecked_node(self, level: int, index: int) -> bytes:
        return _within(level, index, self._hashes)

    def _checked(self, level: int, index: int) -> list[bytes]:
        """Return the hashes of a tile, which lead to the root."""
        hashes = self._hashes(level, index)
        if (level, index) in self._sure:
            return hashes
        above = self._checked(level + 1, index // TILE_WIDTH)
        found = tree_root(hashes)
        if found != above[index % TILE_WIDTH]:
            path = Tile(level, index).path
            if found in above:
                other = Tile(level, index - index % TILE_WIDTH + above.index(found)).path
                raise RegisterRefused("tile_of_another_place", f"For {path} the register gives {other}.")
            raise RegisterRefused("tile_altered", f"{path} is not what was signed.")
        self._sure.add((level, index))
        return hashes

    def _hashes(self, level: int, index: int) -> list[bytes]:
        """Return the hashes of a tile as it is served, as many as this tree has there."""
        if (level, index) not in self._read:
            width = min(TILE_WIDTH, (self.head.size >> level * TILE_HEIGHT) - index * TILE_WIDTH)
            tile = Tile(level, index, width)
            self._read[level, index] = _split(tile, self.fetch(tile.path))
        return self._read[level, index]


def _within(level: int, index: int, tile: Callable[[int, int], list[bytes]]) -> bytes:
    """Return a node out of the tile that holds its descendants."""
    tile_level, height = divmod(level, TILE_HEIGHT)
    number, first = divmod(index << height, TILE_WIDTH)
    return tree_root(tile(tile_level, number)[first : first + (1 << height)])


def _split(tile: Tile, content: bytes) -> list[bytes]:
    """Return the hashes in a tile's content. Raises: RegisterRefused where they are not as many as there should be."""
    width, rest = divmod(len(content), HASH_BYTES)
    if rest:
        raise RegisterRefused("tile_truncated", f"{tile.path} ends within a hash.")
    if width != tile.width:
        raise RegisterRefused("tile_of_another_width", f"{tile.path} holds {width} hashes, not {tile.width}.")
    return [content[start : start + HASH_BYTES] for start in range(0, len(content), HASH_BYTES)]


def _entries(tile: Tile, content: bytes) -> Sequence[bytes]:
    """Return the leaves' data in a bundle of entries. Raises: RegisterRefused."""
    entries, place = [], 0
    while place < len(content):
        start = place + 2
        place = start + int.from_bytes(content[place:start], "big")
        entries.append(content[start:place])
    if place != len(content):
        raise RegisterRefused("entries_truncated", f"{tile.path} ends within an entry.")
    if len(entries) != tile.width:
        reason = f"{tile.path} holds {len(entries)} entries, not {tile.width}."
        raise RegisterRefused("entries_of_another_width", reason)
    return entries
