"""Notes what a reading shows, in the transaction that records it. If that fails, nothing is opened."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from designation.signals import counting
from designation.signals.counting import Reading
from designation.signals.models import Signal
from designation.signals.patterns import PATTERNS, Finding, Limits, Pattern
from designation.windows.models import Grant
from workflow.guards import StepContext

STOPPED = "Pages were opened faster than people read. A rule stopped access, and people now look into it."
"""The reason in the record when a rule suspends an evaluator. It accuses nobody."""


def watch(share: Any, context: StepContext) -> None:
    """Count a reading and note what it shows: an effect of opening a page and of a download.

    `share.findings` and `share.signals` say what was found and what was noted, for the effects and cascades that
    follow.
    """
    reading = reading_of(share, context)
    counting.count(reading)
    limits = Limits.at(context.now)
    found = [(pattern, pattern.check(reading, limits)) for pattern in PATTERNS]
    share.findings = [pattern for pattern, finding in found if finding is not None]
    share.signals = [
        signal
        for pattern, finding in found
        if finding is not None and (signal := _note(reading, pattern, finding)) is not None
    ]


def stop(share: Any, context: StepContext) -> Iterator[tuple[Any, str, dict[str, Any]]]:
    """Suspend the reader's access to the window if a pattern stops first and asks afterward."""
    if any(pattern.stops for pattern in share.findings):
        yield from (
            (grant, "suspend_by_rule", {"reason": STOPPED}) for grant in _grants(share, context.actor.id)
        )


def reading_of(share: Any, context: StepContext) -> Reading:
    """Return what a step of a share reads: one page, or a range of bytes."""
    inputs = context.inputs
    size = int(inputs["last"]) - int(inputs["first"]) + 1 if "last" in inputs else 0
    person: Any = context.actor.id
    return Reading(
        person, share.window_id, share.artifact_id, 1 if "page" in inputs else 0, size, context.now
    )


def _grants(share: Any, person: uuid.UUID | None) -> Any:
    return Grant.objects.filter(window=share.window_id, person=person, state="active")


def _note(reading: Reading, pattern: Pattern, finding: Finding) -> Signal | None:
    """Note a finding; return None if the same was noted already."""
    once = f"{pattern.name}/{finding.once}"
    if Signal.objects.filter(person=reading.person, once=once).exists():
        return None
    signal = Signal(
        person_id=reading.person,
        window_id=reading.window,
        artifact_id=reading.artifact,
        pattern=pattern.name,
        severity=pattern.severity,
        numbers=finding.numbers,
        stopped=pattern.stops,
        at=reading.at,
        once=once,
    )
    Signal.objects.bulk_create([signal], ignore_conflicts=True)
    return signal
