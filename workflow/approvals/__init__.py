"""Steps that need several people. APPROVALS.md is the specification.

A signature counts for one step and for the content and the state that the signer saw. A change of either voids it, and
so does the end of the appointment that it was given under. It expires, and the signer can take it back. When the last
person signs, every earlier signer is checked again.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

from workflow.guards import HeldRole, Refusal
from workflow.ledger import canonical


@dataclass(frozen=True)
class Signer:
    """One person who signs, with the roles that let them sign at this moment."""

    actor: uuid.UUID
    name: str
    held_roles: tuple[HeldRole, ...]
    at: datetime

    def holds(self, *roles: str) -> bool:
        """Whether the signer holds one of `roles`."""
        return any(held.role in roles for held in self.held_roles)

    @property
    def offices(self) -> frozenset[str]:
        """The offices for which the signer holds the roles that let them sign."""
        return frozenset(held.office for held in self.held_roles if held.office)

    @property
    def sides(self) -> frozenset[str]:
        """The sides for which the signer holds those roles."""
        return frozenset(held.side for held in self.held_roles)


Signers = tuple[Signer, ...]
Missing = Callable[[Any, Signers], list[Refusal]]


@dataclass(frozen=True)
class Quorum:
    """Who has to sign. `missing(subject, signers)` returns what is still missing; an empty list completes the step.

    `sides` are those that may read about single signatures before the step is complete, if they are fewer than the
    step's.
    """

    missing: Missing
    says: str
    expires_after: timedelta = timedelta(days=14)
    sides: tuple[str, ...] = ()


def two_people_of_different_offices(_subject: Any, signers: Signers) -> list[Refusal]:
    """Require two people of different offices."""
    if len(signers) < 2:
        return [Refusal("second_person", "A second person, of another office, has to sign the same content.")]
    if not of_different_offices(signers):
        reason = "Those who signed sit in the same office. Somebody of another office has to sign."
        return [Refusal("second_office", reason)]
    return []


def of_different_offices(signers: Signers) -> bool:
    """Whether two of the signers have no office in common. Signers without an office do not count."""
    return any(
        one.offices and other.offices and not one.offices & other.offices
        for one, other in combinations(signers, 2)
    )


TWO_PEOPLE = Quorum(two_people_of_different_offices, "two people of different offices")


def to_jsonable(value: Any) -> Any:
    """Return `value` as plain JSON: instants as the ledger writes them, days in ISO form, identifiers as text."""
    if isinstance(value, Mapping):
        return {str(name): to_jsonable(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = [to_jsonable(item) for item in value]
        return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    if isinstance(value, datetime):
        return canonical.instant(value)
    if isinstance(value, date | uuid.UUID):
        return str(value)
    return value


def covered(subject: Any, step: str, inputs: Mapping[str, Any], *, side: str) -> dict[str, Any]:
    """Return what a signature under `step` covers, given on this side (APPROVALS.md §2).

    The state is the one that the side knows.
    """
    return {
        "content": to_jsonable(subject.content(step)),
        "inputs": to_jsonable(inputs),
        "machine": subject.machine(),
        "state": str(subject.visible_state(side)),
        "step": step,
        "subject": str(subject.pk),
    }


def digest(what: Mapping[str, Any], salt: bytes) -> str:
    """Return the digest (hex) that the record holds of what a signature covers.

    Without the salt it confirms no guess.
    """
    return canonical.commit(b"approval", salt, what).hex()


def fingerprint(what: Mapping[str, Any]) -> str:
    """Return the fingerprint (SHA-256, hex) by which a form says what its reader saw. It is recorded nowhere."""
    return hashlib.sha256(canonical.encode(what)).hexdigest()
