"""Reads the register as it is stored: tiles, the nodes that a proof needs, and which checkpoint covers what.

Only the tree levels that tiles have are stored (0, 8, 16 …); what lies between is hashed from them when needed.
"""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Exists, OuterRef

from workflow.ledger.cosignature import WitnessKey
from workflow.ledger.errors import LedgerError
from workflow.ledger.merkle import tree_root
from workflow.ledger.proofs import Coordinates, Nodes
from workflow.ledger.tiles import TILE_HEIGHT, NoSuchTile, Tile, entry_bundle
from workflow.models import Checkpoint, Cosignature, RegisterLeaf, RegisterNode


class NoSuchCheckpoint(LedgerError):
    """There was never a checkpoint of that size."""

    code = "no_such_checkpoint"


def latest() -> Checkpoint | None:
    """Return the newest checkpoint."""
    return Checkpoint.objects.order_by("-size").first()


def checkpoint_of(size: int) -> Checkpoint:
    """Return the checkpoint of a register of `size` leaves. Raises: NoSuchCheckpoint."""
    found = Checkpoint.objects.filter(size=size).first()
    if found is None:
        raise NoSuchCheckpoint(f"There is no checkpoint of size {size}.")
    return found


def cosigned(checkpoint: Checkpoint) -> str:
    """Return the checkpoint's note with the line of each witness that cosigned it, in the order in which they came."""
    lines = checkpoint.cosignatures.order_by("id").values_list("line", flat=True)
    return checkpoint.note + "".join(lines)


def latest_cosigned(witnesses: Sequence[WitnessKey]) -> Checkpoint | None:
    """Return the newest checkpoint that all these witnesses cosigned; there is at least one of them."""
    rows = Checkpoint.objects.order_by("-size")
    for witness in witnesses:
        theirs = Cosignature.objects.filter(key=str(witness))
        newest = theirs.order_by("-checkpoint").values_list("checkpoint", flat=True).first()
        if newest is None:
            return None
        rows = rows.filter(Exists(theirs.filter(checkpoint=OuterRef("pk"))), pk__lte=newest)
    return rows.first()


def tile(wanted: Tile, size: int) -> bytes:
    """Return the contents of a tile of hashes or a bundle of entries, of a register of `size` leaves.

    Raises: NoSuchTile where the register is not that large.
    """
    if not wanted.exists_at(size):
        raise NoSuchTile("The register has no such tile yet.")
    _, first, end = wanted.nodes
    if wanted.level is None:
        leaves = RegisterLeaf.objects.filter(index__gte=first, index__lt=end).order_by("index")
        return entry_bundle(bytes(commitment) for commitment in leaves.values_list("commitment", flat=True))
    nodes = RegisterNode.objects.filter(level=wanted.level, index__gte=first, index__lt=end).order_by("index")
    return b"".join(bytes(value) for value in nodes.values_list("hash", flat=True))


def nodes(wanted: Iterable[Coordinates]) -> Nodes:
    """Return the nodes of the register that `wanted` names, read at once, for a proof to ask for."""
    ranges = {place: _stored_range(*place) for place in wanted}
    places = {(level, index) for level, first, end in ranges.values() for index in range(first, end)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT level, index, hash FROM workflow_registernode "
            "JOIN unnest(%s::smallint[], %s::bigint[]) AS wanted (level, index) USING (level, index)",
            [[level for level, _ in places], [index for _, index in places]],
        )
        stored = {(level, index): bytes(value) for level, index, value in cursor.fetchall()}

    def node(level: int, index: int) -> bytes:
        stored_level, first, end = ranges[level, index]
        return tree_root([stored[stored_level, place] for place in range(first, end)])

    return node


def _stored_range(level: int, index: int) -> tuple[int, int, int]:
    """Return the tile level below a node, the first of the hashes there that make it up, the one after the last."""
    width = 1 << level % TILE_HEIGHT
    return level // TILE_HEIGHT, index * width, (index + 1) * width
