"""The evidence file of a case: signals, accesses and the case's own record, with digests. It names no watched person.

The accesses carry the leaves of their entries, so that they can be found in the windows' records. Who exported the
file, and when, is an entry of the case, which is in the next export.
"""

from __future__ import annotations

import hashlib
from typing import Any

from designation.cases.models import Case
from designation.cases.queries import accesses_of
from designation.people import feed
from designation.roles import Side
from workflow.approvals import to_jsonable
from workflow.ledger import canonical
from workflow.models import Entry

FORMAT = "designation/insider-risk-evidence/v1"


def evidence_of(case: Case) -> bytes:
    """Return the evidence file as canonical JSON. `digest` is the SHA-256 of the file without it."""
    entries = feed.named(Entry.objects.filter(log=case.log_id).order_by("index"))
    what: dict[str, Any] = {
        "format": FORMAT,
        "case": case.number,
        "about": case.pseudonym,
        "signals": [signal.evidence for signal in case.signals().order_by("at", "pk")],
        "reports": [
            {"at": at, "text": text} for at, text in case.reports.order_by("at").values_list("at", "text")
        ],
        "accesses": [access.evidence for access in accesses_of(case.person_id)],
        "record": [_in_record(entry, case) for entry in entries],
        "evidence_digest": case.evidence_digest(),
    }
    made: dict[str, Any] = to_jsonable(what)
    digest = hashlib.sha256(canonical.encode(made)).hexdigest()
    return bytes(canonical.encode(made | {"digest": digest}))


def _in_record(entry: Any, case: Case) -> dict[str, Any]:
    """Return an entry of the case's record. What the watched person did there is under the pseudonym."""
    is_theirs = entry.actor == str(case.person_id)
    return {
        "entry": entry.index,
        "at": entry.at,
        "event": entry.event,
        "who": case.pseudonym if is_theirs else feed.actor_name_for(entry, Side.GOVERNMENT),
        "details": entry.details,
        "leaf": bytes(entry.leaf).hex(),
    }
