"""Takes an evidence bundle out of the database: logs up to their last sealed head, open as far as a reader may see.

Whose eyes it is for is the caller's to decide, entry by entry; nothing here knows what a role is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from workflow.ledger import append, bundle, canonical, newest, proofs, register, restorations
from workflow.ledger.errors import LedgerError
from workflow.ledger.keys import public_keys
from workflow.ledger.restored import Signed
from workflow.models import Checkpoint, Entry, Personal, RegisterLeaf

MayOpen = Callable[[Entry], bool]


class NotSealed(LedgerError):
    """A log of which no checkpoint holds anything yet: sealing happens every few seconds."""

    code = "not_sealed"


def export(
    logs: Iterable[UUID],
    *,
    may_open: MayOpen,
    older_size: int | None = None,
    at: Checkpoint | None = None,
) -> bytes:
    """Return the evidence bundle of these logs, with the entries that `may_open` allows opened.

    `older_size` is the register size of a checkpoint that the reader kept; the bundle then proves growth since, or its
    declarations say that this size was abandoned.
    Entries that the checkpoint `at`, or else the newest, does not cover are left for the next bundle.
    Raises: NotSealed, NoSuchCheckpoint.
    """
    checkpoint = at or register.latest()
    if checkpoint is None:
        raise NotSealed("Nothing is sealed yet. Try again in a few seconds.")
    heads = [_sealed_head(log, checkpoint.size) for log in sorted(set(logs), key=str)]
    declared = _declared(checkpoint.size)
    was_abandoned = older_size is not None and any(
        signed.declaration.abandons(older_size) for signed, _ in declared
    )
    older = None if older_size is None or was_abandoned else _older(older_size, checkpoint.size)

    def make_all(node: proofs.Nodes) -> tuple[list[list[bytes]], list[bytes], list[list[bytes]]]:
        paths = [proofs.inclusion(head.index, checkpoint.size, node) for head in heads]
        growth = proofs.consistency(older.size, checkpoint.size, node) if older else []
        return paths, growth, [proofs.inclusion(index, checkpoint.size, node) for _, index in declared]

    paths, growth, places = make_all(register.nodes(proofs.wanted(make_all)))
    return bundle.write(
        logs=[_log(head, path, may_open) for head, path in zip(heads, paths, strict=True)],
        checkpoint=_signed(checkpoint),
        keys=public_keys(),
        older=bundle.Older(_signed(older), growth) if older else None,
        declarations=[
            bundle.Declared(signed, index, path)
            for (signed, index), path in zip(declared, places, strict=True)
        ],
    )


def _declared(register_size: int) -> list[tuple[Signed, int]]:
    """Return the declarations to which the register commits at this size, each with the place of its leaf."""
    signed = newest.declared()
    places = restorations.places([one.declaration for one in signed])
    found = [(one, places.get(one.declaration.leaf(), register_size)) for one in signed]
    return [(one, index) for one, index in found if index < register_size]


def _sealed_head(log: UUID, register_size: int) -> RegisterLeaf:
    leaf = RegisterLeaf.objects.filter(log=log, index__lt=register_size).order_by("-size").first()
    if leaf is None:
        raise NotSealed("Nothing of this log is sealed yet. Try again in a few seconds.")
    return leaf


def _older(size: int, now_at: int) -> Checkpoint:
    older = register.checkpoint_of(size)
    if size > now_at:
        raise register.NoSuchCheckpoint(
            f"The checkpoint of size {size} is newer than the bundle's, {now_at}."
        )
    return older


def _log(head: RegisterLeaf, path: Sequence[bytes], may_open: MayOpen) -> bundle.SealedLog:
    assert head.log_id is not None  # noqa: S101 (for the type checker)
    openings: dict[int, dict[str, bundle.Opening]] = defaultdict(dict)
    for detail in Personal.objects.filter(log=head.log_id, index__lt=head.size):
        openings[detail.index][detail.name] = bundle.Opening(bytes(detail.salt), detail.value)
    entries = Entry.objects.filter(log=head.log_id, index__lt=head.size).order_by("index")
    shown = [_entry(entry, openings[entry.index] if may_open(entry) else None) for entry in entries]
    return bundle.SealedLog(str(head.log_id), shown, head.index, bytes(head.salt or b""), path)


def _entry(entry: Entry, openings: dict[str, bundle.Opening] | None) -> bundle.Entry:
    """Return the entry for the bundle; `openings` is None where the reader may not open it."""
    content = None
    if openings is not None:
        content = bundle.Content(_body(entry), bytes(entry.salt), openings)
    return bundle.Entry(
        entry.index, canonical.instant(entry.at), bytes(entry.commit), bytes(entry.leaf), content
    )


def _body(entry: Entry) -> dict[str, object]:
    """Return the body to which the entry commits, from its row."""
    body = append.EntryBody(
        machine=entry.machine,
        subject_id=entry.subject_id,
        version=entry.version,
        step=entry.step,
        event=entry.event,
        source=entry.source,
        target=entry.target,
        actor=entry.actor,
        sides=entry.sides,
        details=entry.details,
    )
    return append.encoded_body(body, entry.personal)


def _signed(checkpoint: Checkpoint) -> bundle.SignedHead:
    return bundle.SignedHead(register.cosigned(checkpoint), bytes(checkpoint.mldsa87))
