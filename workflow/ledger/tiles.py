"""The register as static files: paths and contents of C2SP `tlog-tiles`.

A tile holds the hashes of up to 256 neighboring perfect subtrees; level L of tiles is level 8 L of the
tree. Entry bundles hold the leaf data. Nothing here knows where either is kept. Source:
c2sp.org/tlog-tiles.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from workflow.ledger.errors import LedgerError

TILE_WIDTH: Final = 256
TILE_HEIGHT: Final = 8
HIGHEST_LEVEL: Final = 63

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


class NoSuchTile(LedgerError):
    """A path that names no tile, or a tile that the register does not have yet."""

    code = "no_such_tile"


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile of hashes, or with `level` None a bundle of entries. `width` is 256 when the tile is full."""

    level: int | None
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """Return the tile's path below the register's prefix."""
        level = "entries" if self.level is None else self.level
        suffix = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{level}/{_index_path(self.index)}{suffix}"

    @property
    def nodes(self) -> tuple[int, int, int]:
        """Return the tree level, the first node's index at it and the index after the last one's."""
        first = self.index * TILE_WIDTH
        return (self.level or 0) * TILE_HEIGHT, first, first + self.width

    @classmethod
    def parse(cls, path: str) -> "Tile":
        """Return the tile that `path` names. Raises: NoSuchTile for any other spelling."""
        match = _PATH.fullmatch(path)
        if match is None:
            raise NoSuchTile("No such tile.")
        level = None if match["level"] == "entries" else int(match["level"])
        tile = cls(level, int(re.sub("[x/]", "", match["index"])), int(match["width"] or TILE_WIDTH))
        if tile.path != path or (level or 0) > HIGHEST_LEVEL:
            raise NoSuchTile("No such tile.")
        return tile

    def exists_at(self, size: int) -> bool:
        """Return whether a register of `size` leaves has all nodes of this tile."""
        level, _, end = self.nodes
        return end << level <= size


def entry_bundle(entries: Iterable[bytes]) -> bytes:
    """Return the leaf data of a tile's leaves, each after its length in two bytes, the higher first."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def _index_path(index: int) -> str:
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    return "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
