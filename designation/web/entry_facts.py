"""One ledger entry in words: what it holds for a reader to whom it is open, and what proves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime

from designation.models import Person
from designation.templatetags.instants import written
from designation.web import feed
from designation.web.matters import CLOCK_LABELS, Matter

AUDIENCES = {"all": "Both sides", "developer": "The developer's side", "government": "The government's side"}
LABELS = {
    "answers": "Fingerprint of the answers",
    "deadline": "Clock that ran out",
    "digest": "Fingerprint of what was signed",
    "due at": "It was due",
    "ends at": "Ends",
    "policy": "Policy",
    "questions": "Questions about",
    "signers": "Signed by",
    "terms": "Fingerprint of the terms",
    "terms version": "Version of the terms",
}


def facts(entry: Any, line: feed.Line, matter: Matter) -> list[tuple[str, Any]]:
    """Return what an open entry holds; with one query where people signed it."""
    about = f"{entry.machine.rpartition('.')[2]} {str(entry.subject_id)[:8]}…, version {entry.version}"
    found = [
        ("Who", feed.who_did(entry, matter.side)),
        ("About", about),
        ("Led to", line.led_to),
        ("For", AUDIENCES.get(entry.audience, entry.audience)),
        *(
            (LABELS.get(name, name.capitalize()), _detail(name, value, matter))
            for name, value in line.details
        ),
    ]
    return [fact for fact in found if fact[1]]


def _detail(name: str, value: Any, matter: Matter) -> Any:
    if name == "signers" and isinstance(value, list):
        return _signers(value)
    if name == "deadline":
        return CLOCK_LABELS.get(value, value)
    if name == "policy" and matter.request.policy is not None and str(matter.request.policy.pk) == value:
        return f"Version {matter.request.policy.number}"
    return _plain(value)


def _signers(signed: list[Mapping[str, str]]) -> list[str]:
    people = Person.objects.in_bulk([one["actor"] for one in signed])
    names = {str(key): person.name for key, person in people.items()}
    return [f"{names.get(one['actor'], 'A person who is gone')}, {_plain(one['at'])}" for one in signed]


def _plain(value: Any) -> Any:
    """Return a value as the summary shows it: instants in words, and what is nested as lines."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_plain(item)}" for name, item in value.items())
    if isinstance(value, list):
        return [_plain(item) for item in value]
    at = (
        parse_datetime(value) if isinstance(value, str) and value.endswith("Z") and len(value) == 27 else None
    )
    return written(at) if at else value


def proof(entry: Any) -> list[tuple[str, Any]]:
    """Return what proves an entry, for the reader to compare; `entry` comes through `evidence.with_sealing`."""
    sealed: list[tuple[str, Any]] = [("Sealed", "Not yet. Sealing takes seconds.")]
    if entry.checkpoint is not None:
        sealed = [
            ("Included in", f"Checkpoint {entry.checkpoint}, register size {entry.register_size}"),
            ("Signed", entry.sealed_at),
        ]
    return [
        *sealed,
        ("Commitment", bytes(entry.commit).hex()),
        ("Leaf hash", bytes(entry.leaf).hex()),
        ("Log", str(entry.log_id)),
    ]
