"""Seals the heads of all logs that grew into the register and signs a checkpoint (LEDGER.md §5).

Any number of workers may seal at once, and any of them may die: it happens in one transaction, one at a time. Steps
never wait for it: heads are read without locks, and a log in use is noted as sealed the next time.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain, islice
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Max

from workflow import clock
from workflow.ledger import canonical, checkpoint, newest, register, restorations
from workflow.ledger.checkpoint import SigningKeys
from workflow.ledger.errors import LedgerError
from workflow.ledger.keys import signing_keys
from workflow.ledger.merkle import CompactRange, grow, leaf_hash
from workflow.ledger.tiles import TILE_HEIGHT
from workflow.models import Checkpoint, Log, RegisterLeaf, RegisterNode

BATCH: Final = 16
WRITTEN_AT_ONCE: Final = 4_096


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
    the signed note has none. Raises: RegisterDamaged, KeysMissing and its like; RegisterBehind and its like if the
    database lies behind what was signed (`newest`). Then nothing is written.
    """
    if not Log.objects.filter(size__gt=F("sealed_size")).exists():
        newest.refresh()
        return None
    with transaction.atomic():
        newest.take_turns()
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
    """Append the heads and padding to the register and sign what it then is.

    The checkpoint is kept beside the keys before it is committed, and noted as committed afterward.
    """
    keys = signing_keys()
    with newest.locked():
        tree = _signed_tree(keys)
        kept, _ = newest.checked()
        missing = restorations.not_in_register(kept) if tree.size < kept.largest() else []
        tree = _append(tree, _leaves(heads, tree.size, missing, longer_than=kept.largest()))
        root = tree.root()
        note, mldsa87 = checkpoint.sign(tree.size, root, keys)
        values = {"root": root, "range": tree.to_bytes(), "note": note, "mldsa87": mldsa87}
        made = Checkpoint.objects.create(at=now, size=tree.size, kept_apart=True, **values)
        newest.announce(kept, note, mldsa87)
    transaction.on_commit(partial(newest.confirm, note))
    return made


def _append(tree: CompactRange, leaves: Iterator[RegisterLeaf]) -> CompactRange:
    """Write leaves and the nodes that they complete, and return the tree with them."""
    while part := list(islice(leaves, WRITTEN_AT_ONCE)):
        nodes = []
        for leaf in part:
            leaf.index = tree.size
            tree, completed = grow(tree, leaf_hash(bytes(leaf.commitment)))
            nodes += [
                RegisterNode(level=level // TILE_HEIGHT, index=index, hash=value)
                for level, index, value in completed
                if level % TILE_HEIGHT == 0
            ]
        RegisterLeaf.objects.bulk_create(part)
        RegisterNode.objects.bulk_create(nodes)
    return tree


def _signed_tree(keys: SigningKeys) -> CompactRange:
    """Return the register as it was signed last.

    Raises: RegisterDamaged where what is stored is not what these keys signed.
    """
    last = register.latest()
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


def _leaves(
    heads: Sequence[Head], start: int, declared: Sequence[bytes], *, longer_than: int
) -> Iterator[RegisterLeaf]:
    """Return the new leaves: declarations first, then heads among padding in random order.

    There are as many as make a whole number of batches, and so many that the register gets longer than any that was
    signed: no size is signed twice.
    """
    mixed = []
    for head in heads:
        salt = secrets.token_bytes(canonical.SALT_BYTES)
        value = {"log": str(head.log), "root": head.root.hex(), "size": head.size}
        commitment = canonical.commit(b"head", salt, value)
        mixed.append(
            RegisterLeaf(commitment=commitment, log_id=head.log, size=head.size, root=head.root, salt=salt)
        )
    end = start + len(declared) + len(heads)
    mixed += _padding(-end % BATCH)
    secrets.SystemRandom().shuffle(mixed)
    end += -end % BATCH
    further = max(0, (longer_than // BATCH + 1) * BATCH - end)
    return chain((RegisterLeaf(commitment=leaf) for leaf in declared), mixed, _padding(further))


def _padding(number: int) -> Iterable[RegisterLeaf]:
    return (RegisterLeaf(commitment=secrets.token_bytes(canonical.SALT_BYTES)) for _ in range(number))


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
