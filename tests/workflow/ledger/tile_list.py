"""Which tiles a register of some size has."""

from workflow.ledger.tiles import TILE_WIDTH, Tile


def tiles_of(size: int) -> list[Tile]:
    """Return the tiles of hashes that a register of `size` leaves has, partial ones included."""
    found, level = [], 0
    while size:
        full, rest = divmod(size, TILE_WIDTH)
        found += [Tile(level, index) for index in range(full)]
        if rest:
            found.append(Tile(level, full, rest))
        size, level = full, level + 1
    return found
