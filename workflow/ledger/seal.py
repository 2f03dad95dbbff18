"""Seals the heads of all logs that grew into the register and signs a checkpoint (LEDGER.md §5).

Any number of workers may seal at once, and any of them may die: it happens in one transaction, one at a time. Steps
never wait for it: heads are read without locks, and a log in use is noted as sealed the next time.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Max

from workflow import clock
from workflow.ledger import canonical, checkpoint
from workflow.ledger.checkpoint import SigningKeys
from workflow.ledger.errors import LedgerError
from workflow.ledger.keys import signing_keys
from workflow.ledger.merkle import CompactRange, grow, leaf_hash
from workflow.ledger.tiles import TILE_HEIGHT
from workflow.models import Checkpoint, Log, RegisterLeaf, RegisterNode

BATCH: Final = 16
LOCK: Final = int.from_bytes(b"register", "big")


class RegisterDamaged(LedgerError):
    """The stored register is not the one that was signed last: to sign on would be to sign a second history."""

    code = "register_damaged"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a log that is to be sealed."""

    log: UUID
    size: int
    root: bytes


def seal(now: datetime | None = None) -> Checkpoint | None:
    """Seal every log that grew and return the new checkpoint; None where nothing grew.

    Everything committed before the call is sealed when it returns. `now` is the checkpoint's instant in our own table;
    the signed note has none. Raises: RegisterDamaged, KeysMissing and its like; then nothing is written.
    """
    if not Log.objects.filter(size__gt=F("sealed_size")).exists():
        return None
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        grown = _grown_heads()
        sealed = _extend(grown, now or clock.now()) if grown else None
        _note_sealed()
    return sealed


def _grown_heads() -> list[Head]:
    """Return the heads that the register does not hold yet."""
    logs = (
        Log.objects.filter(size__gt=F("sealed_size"))
        .annotate(registered=Max("sealed__size"))
        .values_list("id", "size", "range", "registered")
    )
    return [
        Head(log, size, CompactRange.from_bytes(size, packed).root())
        for log, size, packed, registered in logs
        if size > (registered or 0)
    ]


def _extend(heads: Sequence[Head], now: datetime) -> Checkpoint:
    """Append the heads and padding to the register and sign what it then is."""
    keys = signing_keys()
    tree = _signed_tree(keys)
    leaves = _leaves(heads, tree.size)
    nodes = []
    for leaf in leaves:
        tree, completed = grow(tree, leaf_hash(bytes(leaf.commitment)))
        nodes += [
            RegisterNode(level=level // TILE_HEIGHT, index=index, hash=value)
            for level, index, value in completed
            if level % TILE_HEIGHT == 0
        ]
    RegisterLeaf.objects.bulk_create(leaves)
    RegisterNode.objects.bulk_create(nodes)
    root = tree.root()
    note, mldsa87 = checkpoint.sign(tree.size, root, keys)
    return Checkpoint.objects.create(
        at=now, size=tree.size, root=root, range=tree.to_bytes(), note=note, mldsa87=mldsa87
    )


def _signed_tree(keys: SigningKeys) -> CompactRange:
    """Return the register as it was signed last.

    Raises: RegisterDamaged where what is stored is not what these keys signed.
    """
    last = Checkpoint.objects.order_by("-size").first()
    if last is None:
        return CompactRange()
    try:
        head = checkpoint.open_both(last.note, bytes(last.mldsa87), keys.public)
        tree = CompactRange.from_bytes(last.size, last.range)
    except LedgerError as error:
        raise RegisterDamaged(
            f"The last checkpoint (size {last.size}) cannot be continued: {error}"
        ) from error
    if (head.size, head.root) != (tree.size, tree.root()):
        raise RegisterDamaged(f"The register stored at size {last.size} is not the one that was signed.")
    return tree


def _leaves(heads: Sequence[Head], start: int) -> list[RegisterLeaf]:
    """Return a leaf for each head and as many of padding as make a whole number of batches, in random order."""
    leaves = []
    for head in heads:
        salt = secrets.token_bytes(canonical.SALT_BYTES)
        value = {"log": str(head.log), "root": head.root.hex(), "size": head.size}
        commitment = canonical.commit(b"head", salt, value)
        leaves.append(
            RegisterLeaf(commitment=commitment, log_id=head.log, size=head.size, root=head.root, salt=salt)
        )
    padding = -len(leaves) % BATCH
    leaves += [RegisterLeaf(commitment=secrets.token_bytes(canonical.SALT_BYTES)) for _ in range(padding)]
    secrets.SystemRandom().shuffle(leaves)
    for place, leaf in enumerate(leaves):
        leaf.index = start + place
    return leaves


def _note_sealed() -> None:
    """Note at each log how far it is sealed; a log that a step has locked is left for the next time."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE workflow_log l SET sealed_size = r.size
            FROM (SELECT id FROM workflow_log WHERE size > sealed_size FOR NO KEY UPDATE SKIP LOCKED) free
            JOIN LATERAL (SELECT max(size) AS size FROM workflow_registerleaf WHERE log_id = free.id) r ON true
            WHERE l.id = free.id AND r.size > l.sealed_size
            """
        )
