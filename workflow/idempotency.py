"""One call of `perform`, its outcome, and how an idempotency key returns that outcome again."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from workflow.errors import KeyReused, Refused
from workflow.guards import Actor, Refusal
from workflow.ledger import canonical
from workflow.models import Entry, Stateful
from workflow.sql import snapshot
from workflow.steps import Step

SIGNED = ".signed"
TAKEN_BACK = ".taken_back"
READ = ".read"
"""The end of the event of an entry that records that somebody read the subject, and leaves it as it is."""
LATE = "late_attempt"


@dataclass(frozen=True)
class Done:
    """The step was taken. `index` is the number of its entry; `replayed` says that an earlier call took it."""

    subject: Any
    index: int
    replayed: bool = False


@dataclass(frozen=True)
class Pending:
    """The signature was recorded; `missing` says who else has to sign the content with this `digest`."""

    subject: Any
    index: int
    digest: str
    missing: tuple[Refusal, ...] = ()
    replayed: bool = False


Outcome = Done | Pending


@dataclass(frozen=True)
class StepCall:
    """One call of `perform`."""

    facts: Step
    actor: Actor
    inputs: Mapping[str, Any]
    now: datetime | None = None
    seen: int | None = None
    key: str | None = None
    content: str | None = None

    @cached_property
    def stored_key(self) -> str | None:
        """A hash of the key: enough to recognize the key, not enough to use it."""
        if self.key is None:
            return None
        return hashlib.sha256(b"workflow/key/v1\0" + self.key.encode()).hexdigest()

    def fingerprint(self, subject: Stateful) -> str:
        """Return a fingerprint of what an idempotency key is used for: subject, step and inputs.

        It is keyed with the key itself, which is stored nowhere, so that nobody can guess inputs from it.
        """
        if self.key is None:
            return ""
        call = [subject.machine(), str(subject.pk), self.facts.name, dict(self.inputs)]
        return hmac.new(self.key.encode(), canonical.encode(call), hashlib.sha256).hexdigest()


def replay(current: snapshot.Snapshot, call: StepCall) -> Outcome:
    """Return the outcome of the earlier call with this key.

    Raises: KeyReused for anything but the same call; Refused if the earlier call came too late.
    """
    entry = Entry.objects.get(pk=current.existing_entry_id or 0)
    if entry.asked != call.fingerprint(current.row):
        raise KeyReused("This key was used before, for something else.")
    if entry.event == LATE:
        reason = "This came after the time had run out. It was refused then, and that is on record."
        raise Refused([Refusal(code, reason) for code in entry.details["codes"]], recorded=True)
    if entry.event == call.facts.event + SIGNED:
        return Pending(current.row, entry.index, str(entry.details["digest"]), replayed=True)
    return Done(current.row, entry.index, replayed=True)
