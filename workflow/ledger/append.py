"""Prepare the next entry of a log, in memory. `sql/statements.py` writes it together with everything else.

What always holds: an entry's leaf covers its whole body through a salted commitment (LEDGER.md §2, §3), personal
details enter the body as commitments of their own, and time never runs backwards within a log.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from workflow.ledger import canonical, merkle
from workflow.ledger.errors import LedgerError
from workflow.ledger.sides import are_well_formed


class SidesMalformed(LedgerError):
    """An entry for no side, or whose sides are not names in ascending order."""

    code = "sides_malformed"


@dataclass
class Head:
    """The head of one log while its row is locked; `append` moves it on."""

    log_id: uuid.UUID
    size: int
    range: merkle.CompactRange
    last_at: datetime | None
    stored_size: int

    @classmethod
    def read(cls, log_id: uuid.UUID, size: int, packed: bytes, last_at: datetime | None) -> Head:
        """Return the head that the row of a locked log describes."""
        return cls(log_id, size, merkle.CompactRange.from_bytes(size, bytes(packed)), last_at, size)


@dataclass(frozen=True)
class EntryBody:
    """What happened, as the body of an entry tells it, and `version`, which the body leaves out."""

    machine: str
    subject_id: uuid.UUID
    version: int
    step: str
    event: str
    source: str
    target: str
    actor: str
    sides: Sequence[str]
    details: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Prepared:
    """An entry ready to be written, with the openings of its personal details."""

    body: EntryBody
    log_id: uuid.UUID
    index: int
    at: datetime
    salt: bytes
    commit: bytes
    leaf: bytes
    personal: dict[str, str]
    openings: tuple[tuple[str, bytes, Any], ...]


def encoded_body(body: EntryBody, personal: Mapping[str, str]) -> dict[str, Any]:
    """Return the body of an entry (LEDGER.md §3); `personal` maps each name to the hex of its commitment.

    Raises: SidesMalformed.
    """
    sides = list(body.sides)
    if not are_well_formed(sides):
        raise SidesMalformed(f"The sides of an entry are names, ascending and none twice, not {sides}.")
    return {
        "actor": body.actor,
        "details": dict(body.details),
        "event": body.event,
        "machine": body.machine,
        "personal": dict(personal),
        "sides": sides,
        "source": body.source,
        "step": body.step,
        "subject": str(body.subject_id),
        "target": body.target,
    }


def append(head: Head, body: EntryBody, now: datetime) -> Prepared:
    """Return the next entry of the log and move `head` on. An instant before the last entry's becomes the last's."""
    at = max(now.astimezone(UTC), head.last_at) if head.last_at else now.astimezone(UTC)
    openings = tuple((name, os.urandom(32), value) for name, value in sorted(body.personal.items()))
    personal = {name: canonical.commit(b"personal", salt, value).hex() for name, salt, value in openings}
    salt = os.urandom(32)
    commit = canonical.commit(b"entry", salt, encoded_body(body, personal))
    data = canonical.leaf(log=str(head.log_id), index=head.size, at=canonical.instant(at), commit=commit)
    leaf = merkle.leaf_hash(data)
    prepared = Prepared(body, head.log_id, head.size, at, salt, commit, leaf, personal, openings)
    head.range = head.range.append(leaf)
    head.size += 1
    head.last_at = at
    return prepared
