"""Checks an evidence bundle with nothing but Python and `cryptography`; trusts nothing in it (LEDGER.md §7).

python -m workflow.ledger.verify BUNDLE [--keys FILE] [--older CHECKPOINT] [--earlier BUNDLE]
                                 [--witness KEY]… [--quorum N] [--json]
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from workflow.ledger import canonical, checkpoint, cosignature, merkle, note, proofs
from workflow.ledger.checkpoint import Head, PublicKeys
from workflow.ledger.contents import BundleRefused, ReadBundle, ReadLog
from workflow.ledger.cosignature import WitnessKey
from workflow.ledger.errors import LedgerError
from workflow.ledger.holding import Untrue, held_leaf
from workflow.ledger.plain import ReadEntry
from workflow.ledger.reading import read
from workflow.ledger.restored import Declaration, continued_from
from workflow.ledger.runs import Run
from workflow.ledger.verify import declared

__all__ = ["Absent", "BundleRefused", "CheckedLog", "ChildLog", "Cosigned", "Report", "verify"]

MOST_LISTED: Final = 20

KEYS_FROM_BUNDLE: Final = (
    "The keys were taken from the bundle itself. "
    "Compare their fingerprints with ones that you have from elsewhere."
)
NOTHING_KEPT: Final = (
    "Nothing that you kept was compared. Keep this bundle, and check the next one with --earlier."
)


@dataclass(frozen=True, slots=True)
class Absent:
    """A personal detail that an entry commits to and the bundle lacks; `erased_by` is the entry that says why."""

    entry: int
    name: str
    erased_by: int | None


@dataclass(frozen=True, slots=True)
class ChildLog:
    """A log that an open entry names as its own log's child, and the bundle lacks."""

    child: str
    log: str
    entry: int

    def sentence(self) -> str:
        """Return what a reader has to know about it."""
        named = f"Entry {self.entry} of log {self.log} names log {self.child}"
        return f"{named}, which is not in this bundle. Ask for a bundle that has it."


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A witness that cosigned the checkpoint, and when by its own word."""

    witness: str
    at: str


@dataclass(frozen=True, slots=True)
class CheckedLog:
    """What was found in one log that holds."""

    log: str
    size: int
    open_entries: int
    personal_values: int
    first_at: str
    last_at: str
    root: str
    absent: tuple[Absent, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A bundle that holds: what was checked, and what a reader should still know, in sentences."""

    origin: str
    register_size: int
    register_root: str
    fingerprints: dict[str, str]
    keys_pinned: bool
    cosigned: tuple[Cosigned, ...]
    logs: tuple[CheckedLog, ...]
    absent_logs: tuple[ChildLog, ...]
    checked: tuple[str, ...]
    cautions: tuple[str, ...]
    restored: tuple[str, ...] = ()
    """Why what was kept is no part of the register any more: it was restored from a backup. Usually empty."""


def verify(
    data: bytes,
    *,
    pinned: PublicKeys | None = None,
    older: bytes | None = None,
    earlier: bytes | None = None,
    witnesses: Sequence[WitnessKey] = (),
    quorum: int | None = None,
    processes: int = 1,
) -> Report:
    """Return what was checked in the bundle `data`, which holds.

    `pinned`: keys known from elsewhere. `older`: a checkpoint (signed note) that was kept. `earlier`: a bundle
    that was kept. `witnesses`: who must have cosigned the checkpoint, all of them or at least `quorum`.
    `processes`: by how many at most a large bundle is read.
    Raises: BundleRefused, and nothing else, whatever the bytes are.
    """
    bundle = read(data, processes)
    keys = _keys(bundle.keys, pinned)
    head = _signed_head(bundle, keys)
    cosigned = _check_witnesses(bundle.note, witnesses, len(witnesses) if quorum is None else quorum)
    logs = tuple(_check_log(log, head, bundle.logs) for log in bundle.logs)
    declarations = declared.checked(bundle, head, keys)
    proven = _proven_older(bundle, head, keys)
    checked = [
        "The file is canonical to the last byte.",
        *(_sentence(log, head, alone=earlier is None) for log in logs),
        f"The checkpoint of {head.origin} at size {head.size} bears both signatures, Ed25519 and ML-DSA-87.",
        *(f"The witness {one.witness} cosigned this checkpoint at {one.at}." for one in cosigned),
    ]
    absent_logs = _absent_logs(bundle.logs)
    cautions = [caution for log in bundle.logs if (caution := _not_erased(log))]
    cautions += [one.sentence() for one in absent_logs]
    if pinned is not None:
        checked.append("The keys are those that you named.")
    else:
        cautions.append(KEYS_FROM_BUNDLE)
    if proven is not None:
        checked.append(f"The register only grew since its checkpoint at size {proven.size}.")
    cautions += [one.sentence() for one in declarations]
    restored: list[Declaration] = []
    if older is not None:
        restored = declared.abandoned(older, head, keys, declarations)
        if not restored:
            checked.append(_check_older(older, head, proven, keys))
    if earlier is not None:
        before, kept = _read_earlier(earlier, keys, processes)
        old = Head(before.origin, before.register_size, bytes.fromhex(before.register_root))
        leading = continued_from(old, declarations) if old.size <= head.size else []
        restored += [one for one in leading if one not in restored]
        try:
            _check_earlier(before, kept, bundle, head, proven, checked, cautions)
        except BundleRefused as refused:
            if not leading:
                raise
            cautions.append(f"The bundle that you kept holds more or something else. {refused.sentence()}")
    if older is None and earlier is None:
        cautions.append(NOTHING_KEPT)
    root, fingerprints = head.root.hex(), keys.fingerprints()
    return Report(
        *(head.origin, head.size, root, fingerprints, pinned is not None),
        *(cosigned, logs, absent_logs, tuple(checked), tuple(cautions)),
        tuple(map(declared.sentence, restored)),
    )


def _keys(written: object, pinned: PublicKeys | None) -> PublicKeys:
    try:
        keys = PublicKeys.from_dict(written)
    except checkpoint.KeysMalformed as error:
        raise BundleRefused(error.code, str(error)) from error
    if pinned is not None and keys != pinned:
        raise BundleRefused("key_not_pinned", "The bundle's keys are not the keys that you named.")
    return keys


def _signed_head(bundle: ReadBundle, keys: PublicKeys) -> Head:
    try:
        return checkpoint.open_both(bundle.note, bundle.mldsa87, keys)
    except LedgerError as error:
        raise BundleRefused(error.code, f"The checkpoint: {error}") from error


def _check_witnesses(signed: str, witnesses: Sequence[WitnessKey], quorum: int) -> tuple[Cosigned, ...]:
    """Return which of the witnesses cosigned the checkpoint; at least `quorum` of them did."""
    try:
        found = cosignature.cosignatures(signed, witnesses)
    except cosignature.CosignatureInvalid as error:
        raise BundleRefused(error.code, f"The checkpoint: {error}") from error
    cosigners = {one.witness.public for one in found}
    if len(cosigners) < quorum:
        lacking = ", ".join(key.name for key in witnesses if key.public not in cosigners)
        reason = f"{len(cosigners)} of the witnesses that you named cosigned the checkpoint, and {quorum} must have."
        raise BundleRefused("not_cosigned", f"{reason} Not yet: {lacking}.")
    return tuple(Cosigned(one.witness.name, canonical.instant(one.at)) for one in found)


def _check_log(log: ReadLog, head: Head, logs: Sequence[ReadLog]) -> CheckedLog:
    """Check every entry of `log` that is not checked yet, and that the register holds the head which they make."""
    name = canonical.encode(log.log).decode()
    leaves: list[bytes] = []
    opened, personal, before, first_at = 0, 0, "", ""
    for part in log.parts:
        number = len(leaves)
        if isinstance(part, Run):
            at, last_at, shown = part.first_at, part.last_at, part.opened
            leaves += part.leaves
            personal += len(part.shown) - part.shown.count(None)
        else:
            at = last_at = part.at
            shown = part.body is not None
            leaves.append(_leaf(log, number, part, name, logs))
            personal += len(part.details)
        if at < before:
            raise BundleRefused("time_reversed", "It is earlier than the entry before it.", log.log, number)
        opened, before, first_at = opened + shown, last_at, first_at or at
    root = merkle.tree_root(leaves)
    _check_head(log, root, head)
    return CheckedLog(log.log, log.size, opened, personal, first_at, before, root.hex(), _absent(log))


def _leaf(log: ReadLog, number: int, entry: ReadEntry, name: str, logs: Sequence[ReadLog]) -> bytes:
    try:
        return held_leaf(entry, number, name)
    except Untrue as error:
        other = _other_log(number, entry, logs) if error.code == "entry_altered" else None
        if other is None:
            raise BundleRefused(error.code, str(error), log.log, number) from error
        reason = f"It belongs to the log {other}."
        raise BundleRefused("entry_of_another_log", reason, log.log, number) from error


def _other_log(number: int, entry: ReadEntry, logs: Sequence[ReadLog]) -> str | None:
    """Return the log of the bundle in which an entry with this number would have the leaf that is written."""
    for other in logs:
        data = canonical.leaf(log=other.log, index=number, at=entry.at, commit=bytes.fromhex(entry.commit))
        if merkle.leaf_hash(data).hex() == entry.leaf:
            return other.log
    return None


def _erasures(log: ReadLog) -> dict[tuple[int, str], int]:
    """Return which entry says of which detail, by entry and name, that it was erased; it speaks of earlier entries."""
    return {
        (index, name): number
        for number, entry in log.unchecked()
        for index, name in entry.erased
        if index < number
    }


def _absent(log: ReadLog) -> tuple[Absent, ...]:
    """Return the personal details that open entries commit to and the bundle does not show."""
    erasures = _erasures(log)
    return tuple(
        Absent(number, name, erasures.get((number, name)))
        for number, entry in log.unchecked()
        for name in entry.absent
    )


def _not_erased(log: ReadLog) -> str:
    """Return a sentence about details that are shown although an entry says that they were erased, or nothing."""
    erasures = _erasures(log)
    places = sorted(erasures.keys() & set(log.shown())) if erasures else []
    if not places:
        return ""
    named = ", ".join(f"{name} of entry {number}" for number, name in places)
    return f"Log {log.log} says that these details were erased, and here they are: {named}."


def _absent_logs(logs: Sequence[ReadLog]) -> tuple[ChildLog, ...]:
    """Return the child logs that open entries name and the bundle lacks."""
    here = {log.log for log in logs}
    return tuple(
        ChildLog(entry.child, log.log, number)
        for log in logs
        for number, entry in log.unchecked()
        if entry.child is not None and entry.child not in here
    )


def _check_head(log: ReadLog, root: bytes, head: Head) -> None:
    """Check that the register holds the head of `log`."""
    commitment = canonical.commit(b"head", log.salt, {"log": log.log, "root": root.hex(), "size": log.size})
    try:
        proofs.check_inclusion(merkle.leaf_hash(commitment), log.index, head.size, log.proof, head.root)
    except proofs.ProofMalformed as error:
        raise BundleRefused(error.code, str(error), log.log) from error
    except proofs.ProofRefused as error:
        reason = "The register does not hold this log as it is shown: entries are missing, changed or not its own. "
        raise BundleRefused("head_not_in_register", f"{reason}{error}", log.log) from error


def _proven_older(bundle: ReadBundle, head: Head, keys: PublicKeys) -> Head | None:
    """Return the earlier checkpoint in the bundle, out of which the register has grown."""
    if bundle.older is None:
        return None
    signed, mldsa87, path = bundle.older
    try:
        old = checkpoint.open_both(signed, mldsa87, keys)
    except note.NoteMalformed as error:
        raise BundleRefused("older_malformed", f"The older checkpoint: {error}") from error
    except LedgerError as error:
        raise BundleRefused("older_not_signed", f"The older checkpoint: {error}") from error
    try:
        proofs.check_consistency(old.size, old.root, head.size, head.root, path)
    except proofs.ProofRefused as error:
        raise BundleRefused(
            "older_inconsistent", f"The older checkpoint does not fit this one. {error}"
        ) from error
    return old


def _check_older(kept: bytes, head: Head, proven: Head | None, keys: PublicKeys) -> str:
    """Return what the checkpoint that was kept proves."""
    try:
        old = checkpoint.open_note(kept.decode(), keys)
    except (UnicodeDecodeError, note.NoteMalformed) as error:
        raise BundleRefused("older_malformed", f"The checkpoint that you kept: {error}") from error
    except LedgerError as error:
        raise BundleRefused("older_not_signed", f"The checkpoint that you kept: {error}") from error
    if old.size > head.size:
        reason = f"The checkpoint that you kept is of size {old.size}, this bundle's only of {head.size}."
        raise BundleRefused("rolled_back", reason)
    if old in (head, proven):
        return f"The register only grew since the checkpoint that you kept, at size {old.size}."
    if old.size in (head.size, proven.size if proven else None):
        reason = "Two checkpoints of one size have different roots: two histories were signed."
        raise BundleRefused("older_differs", reason)
    reason = f"The bundle proves nothing about size {old.size}. Ask for one made against that checkpoint."
    raise BundleRefused("older_absent", reason)


def _read_earlier(data: bytes, keys: PublicKeys, processes: int) -> tuple[Report, list[ReadLog]]:
    """Return what holds in the bundle that was kept, and its logs."""
    try:
        return verify(data, pinned=keys, processes=processes), read(data, processes).logs
    except BundleRefused as error:
        raise BundleRefused("earlier_refused", f"The bundle that you kept does not hold: {error}") from error


def _check_earlier(
    before: Report,
    kept: Sequence[ReadLog],
    bundle: ReadBundle,
    head: Head,
    proven: Head | None,
    checked: list[str],
    cautions: list[str],
) -> None:
    """Check that nothing of the bundle that was kept has changed, and say so."""
    now = {log.log: log for log in bundle.logs}
    for log in kept:
        if log.log not in now:
            reason = (
                "It was in the bundle that you kept and is not in this one. Ask for a bundle that has it."
            )
            raise BundleRefused("log_missing", reason, log.log)
        _check_prefix(log.log, log.leaves(), now[log.log].leaves())
        checked.append(f"Log {log.log} begins with the {log.size} entries that you kept.")
    old = Head(before.origin, before.register_size, bytes.fromhex(before.register_root))
    if old.size > head.size:
        reason = f"The bundle that you kept is of register size {old.size}, this one only of {head.size}."
        raise BundleRefused("rolled_back", reason)
    if any(one is not None and one.size == old.size and one != old for one in (head, proven)):
        raise BundleRefused("history_rewritten", "Two checkpoints of one size have different roots.")
    if old not in (head, proven):
        cautions.append(f"That the register only grew since size {old.size} is not proven by this bundle.")


def _check_prefix(name: str, kept: Sequence[bytes], now: Sequence[bytes]) -> None:
    if len(now) < len(kept):
        raise BundleRefused("history_shrank", f"You kept {len(kept)} entries, here are {len(now)}.", name)
    for number, (old, new) in enumerate(zip(kept, now, strict=False)):
        if old != new:
            raise BundleRefused("history_rewritten", "It is not the entry that you kept.", name, number)


def _sentence(log: CheckedLog, head: Head, *, alone: bool) -> str:
    """Return what was checked in one log. A bundle `alone` shows nothing of what was written later."""
    shown = f"{log.open_entries} of them open to you"
    if log.personal_values:
        shown += f", with {log.personal_values} personal details"
    said = (
        f"Log {log.log} holds exactly these entries (0 to {log.size - 1}), each as it was recorded ({shown}), "
        f"and the register at size {head.size} holds this head of it{'; a newer head may exist' if alone else ''}."
    )
    erased = [one for one in log.absent if one.erased_by is not None]
    if erased:
        said += f" Erased, with the entry that says so: {_listed(erased)}."
    if len(erased) < len(log.absent):
        others = [one for one in log.absent if one.erased_by is None]
        said += f" Personal details that are not shown to you: {_listed(others)}."
    return said


def _listed(absent: Sequence[Absent]) -> str:
    """Return places in words, the first of them where they are many."""
    by = {one: f" (entry {one.erased_by})" if one.erased_by is not None else "" for one in absent}
    named = ", ".join(f"{one.name} of entry {one.entry}{by[one]}" for one in absent[:MOST_LISTED])
    return named + (f" and {len(absent) - MOST_LISTED} more" if len(absent) > MOST_LISTED else "")
