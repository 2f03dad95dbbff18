"""Drafts that several people edit at the same time: answers by field name, stored as one JSON value.

Each form submits fingerprints of what its page showed in each field. If another person has changed a field
since then, their text is not overwritten. Instead the field is a *conflict*: the page shows both texts, and
the second person decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.guards import Refusal
from workflow.ledger import canonical


@dataclass(frozen=True)
class Saved:
    """The result of saving input into a draft: the new draft, and whether it changed.

    `conflicts` maps each field that someone else had changed to their value. The draft keeps that value. `refused` are
    the reasons why single fields were not saved.
    """

    draft: dict[str, Any]
    changed: bool
    conflicts: dict[str, Any] = field(default_factory=dict)
    refused: tuple[Refusal, ...] = ()


def fingerprint(value: Any) -> str:
    """Return a short fingerprint of an answer.

    All empty answers have the same fingerprint. The order of a list does not matter.
    """
    plain = value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
    plain = sorted(plain) if isinstance(plain, list) else plain
    return hashlib.sha256(canonical.encode(plain or "")).hexdigest()[:16]


def conflicts(draft: Mapping[str, Any], typed: Mapping[str, Any], seen: Mapping[str, str]) -> dict[str, Any]:
    """Return the draft's present value of each field that changed since the page was shown and was typed differently.

    `seen` maps field names to the fingerprints that the page showed. A field that is missing from `seen` has
    no conflict.
    """
    found = {}
    for name, value in typed.items():
        present = fingerprint(draft.get(name))
        if present not in (seen.get(name, present), fingerprint(value)):
            found[name] = draft.get(name)
    return found


def typed_into(draft: Mapping[str, Any], typed: Mapping[str, Any], seen: Mapping[str, str]) -> Saved:
    """Return the draft after merging what a person typed into a page that showed `seen`."""
    theirs = conflicts(draft, typed, seen)
    mine = {name: value for name, value in typed.items() if name not in theirs}
    changed = any(draft.get(name) != value for name, value in mine.items())
    return Saved({**draft, **mine}, changed, theirs)
