"""Drafts that several people type into at once: answers by field name, kept as one JSON value.

Whoever types says what their page showed in each field, by fingerprint. What somebody else wrote into a field since
then is never overwritten unseen: it is a *conflict*, both texts are shown, and whoever came second decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.ledger import canonical


@dataclass(frozen=True)
class Saved:
    """What came of typing into a draft: the draft as it now stands, and whether it changed.

    `conflicts` maps each field that somebody else had changed to what they wrote; it was kept.
    """

    draft: dict[str, Any]
    changed: bool
    conflicts: dict[str, Any] = field(default_factory=dict)


def fingerprint(value: Any) -> str:
    """Return a short fingerprint of an answer; empty answers of every kind are the same, and lists in any order."""
    plain = value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
    plain = sorted(plain) if isinstance(plain, list) else plain
    return hashlib.sha256(canonical.encode(plain or "")).hexdigest()[:16]


def conflicts(draft: Mapping[str, Any], typed: Mapping[str, Any], seen: Mapping[str, str]) -> dict[str, Any]:
    """Return what stands in the draft where a page showed, by `seen`, one thing and its reader typed another.

    Fields of which `seen` says nothing are the reader's to overwrite.
    """
    found = {}
    for name, value in typed.items():
        present = fingerprint(draft.get(name))
        if present not in (seen.get(name, present), fingerprint(value)):
            found[name] = draft.get(name)
    return found


def typed_into(draft: Mapping[str, Any], typed: Mapping[str, Any], seen: Mapping[str, str]) -> Saved:
    """Return a draft with what somebody typed into a page that showed `seen`."""
    theirs = conflicts(draft, typed, seen)
    mine = {name: value for name, value in typed.items() if name not in theirs}
    changed = any(draft.get(name) != value for name, value in mine.items())
    return Saved({**draft, **mine}, changed, theirs)
