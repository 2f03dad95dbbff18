"""One ledger entry in words: what it contains, for a reader who may open it, and what proves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.dateparse import parse_datetime

from designation import declarations
from designation.content.instants import written
from designation.people import feed
from designation.people.models import Person
from designation.record import witnesses
from designation.requests.matter import Matter
from designation.roles import Side
from designation.windows.models import Grant
from workflow.ledger.bundle import ERASED
from workflow.ledger.cosignature import WitnessKey
from workflow.models import Entry, Personal

SIDES = {
    (Side.DEVELOPER,): "The developer's side",
    (Side.DEVELOPER, Side.GOVERNMENT): "Both sides",
    (Side.GOVERNMENT,): "The government's side",
}
"""Names for the sides that may open an entry of a matter of two sides."""
NO_WITNESS = "Nobody: the policy in force names no witness."
PERSONAL = {"actor_name": "the name of who acted"}
"""Labels for the personal details of entries."""
LABELS = {
    "agreement": "Version of the agreement",
    "agreement digest": "Fingerprint of the agreement (SHA-384)",
    "answers": "Fingerprint of the answers",
    "deadline": "Clock that ran out",
    "digest": "Fingerprint of what was signed",
    "due at": "It was due",
    "ends at": "Ends",
    "erased": "Erased for good",
    "marking": "CUI marking",
    "marking before": "Marking before",
    "policy": "Policy",
    "questions": "Questions about",
    "shown at": "The text was shown",
    "salt": "Salt of that fingerprint",
    "signers": "Signed by",
    "terms": "Fingerprint of the terms",
    "terms version": "Version of the terms",
}


def facts(entry: Any, line: feed.Line, matter: Matter) -> list[tuple[str, Any]]:
    """Return what an open entry contains, as (label, value) pairs.

    This takes one query if people signed the entry, and one or two for erased details.
    """
    about = f"{entry.machine.rpartition('.')[2]} {str(entry.subject_id)[:8]}…"
    found = [
        ("Who", feed.actor_name_for(entry, matter.side)),
        ("About", about),
        ("Led to", line.led_to),
        ("For", SIDES.get(tuple(entry.sides), ", ".join(entry.sides))),
        *(
            (LABELS.get(name, name.capitalize()), _detail(name, value, entry, matter))
            for name, value in line.details
        ),
        ("Erased from this entry", _erased_here(entry)),
    ]
    return [fact for fact in found if fact[1]]


def _erased_here(entry: Any) -> list[str]:
    """Return the personal details of this entry that were erased, each with the entry that records the erasure."""
    there = set(Personal.objects.filter(log=entry.log_id, index=entry.index).values_list("name", flat=True))
    gone = sorted(set(entry.personal) - there)
    if not gone:
        return []
    place = [{"index": entry.index}]
    rows = Entry.objects.filter(log=entry.log_id, event=ERASED, details__erased__contains=place)
    by = {one["name"]: row for row in rows for one in row.details["erased"] if one["index"] == entry.index}
    return [
        f"{_called(name)}, by entry {by[name].index}, {written(by[name].at)}. Its commitment stays and still verifies."
        for name in gone
        if name in by
    ]


def _called(name: str) -> str:
    words = PERSONAL.get(name, name.replace("_", " "))
    return f"{words[:1].upper()}{words[1:]}"


def _detail(name: str, value: Any, entry: Any, matter: Matter) -> Any:
    if name == "erased" and isinstance(value, list):
        return [f"{_called(one['name'])} in entry {one['index']}" for one in value]
    if name == "signers" and isinstance(value, list):
        return _signers(value, entry, matter)
    if name == "deadline":
        return declarations.clock_label(value)
    if name == "policy" and matter.request.policy is not None and str(matter.request.policy.pk) == value:
        return f"Version {matter.request.policy.number}"
    return _plain(value)


def _signers(signed: list[Mapping[str, str]], entry: Any, matter: Matter) -> list[str]:
    """Return who signed and when. A person whose name was erased from the log is not named here either."""
    kept = feed.still_named(entry.log_id, [one["actor"] for one in signed])
    names = {str(key): person.name for key, person in Person.objects.in_bulk(kept).items()}
    for grant in Grant.objects.filter(pk=entry.subject_id).select_related("person"):
        names[str(grant.person_id)] = grant.name_for(matter.side)
    return [f"{names.get(one['actor'], 'A person who is gone')}, {_plain(one['at'])}" for one in signed]


def _plain(value: Any) -> Any:
    """Return a value as the summary shows it: timestamps in words, nested values as lines."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_plain(item)}" for name, item in value.items())
    if isinstance(value, list):
        return [_plain(item) for item in value]
    at = (
        parse_datetime(value) if isinstance(value, str) and value.endswith("Z") and len(value) == 27 else None
    )
    return written(at) if at else value


def proof(entry: Any, wanted: Sequence[WitnessKey]) -> list[tuple[str, Any]]:
    """Return what proves an entry, for the reader to compare, and who cosigned a checkpoint that includes it.

    `entry` must come from `evidence.with_sealing`. The required witnesses take one query.
    """
    sealed: list[tuple[str, Any]] = [("Sealed", "Not yet. Sealing takes seconds.")]
    if entry.checkpoint is not None:
        sealed = [
            ("Included in", f"Checkpoint {entry.checkpoint}, register size {entry.register_size}"),
            ("Signed", entry.sealed_at),
            ("Cosigned by", [*map(str, witnesses.first_from(wanted, entry.checkpoint))] or NO_WITNESS),
        ]
    return [
        *sealed,
        ("Commitment", bytes(entry.commit).hex()),
        ("Leaf hash", bytes(entry.leaf).hex()),
        ("Log", str(entry.log_id)),
    ]
