"""A case in words, for its page, the signing page and the referral."""

from __future__ import annotations

from typing import Any

from designation.cases.models import Case
from designation.cases.parties import Origin
from designation.content.instants import written
from designation.signals.models import Signal
from designation.signals.patterns import PATTERN

REFERRAL = """To the Office of the Attorney General

Referral under section 4 of Executive Order 14409: {number}

Concerns: {about}
Opened: {opened}, because of: {origin}
Signals: {signals}
Digest of the evidence (SHA-256): {digest}

The insider-risk officers of this service refer the case for your consideration. The evidence file is attached. Its
digest is in the record of the case, with the two officers who signed and every officer who exported it. The record can
be checked without relying on this service."""


def facts_of(case: Case) -> list[tuple[Any, ...]]:
    """Return the facts of a case, as includes/summary.html expects them."""
    facts: list[tuple[Any, ...]] = [
        ("About", case.about),
        ("Opened because of", Origin(case.origin).label),
        ("Opened", case.opened_at),
    ]
    later = (
        ("Access stopped", case.contained_at),
        ("Unmasked", case.unmasked_at),
        ("Developers told", case.owner_told_at),
        ("Notice delayed until", None if case.owner_told_at else case.notice_delayed_until),
        ("Referred", case.referred_at),
        ("Closed", case.closed_at),
        ("Challenged", case.challenged_at),
    )
    return facts + [fact for fact in later if fact[1] is not None]


def signal_in_words(signal: Signal) -> dict[str, Any]:
    """Return a signal as a row of a table."""
    pattern = PATTERN.get(signal.pattern)
    figures = ", ".join(f"{value} {name}" for name, value in sorted(signal.numbers.items(), reverse=True))
    return {
        "id": signal.pk,
        "at": signal.at,
        "label": pattern.label if pattern else signal.pattern,
        "explanation": pattern.explanation if pattern else "",
        "figures": figures,
        "severity": signal.get_severity_display(),
        "stopped": signal.stopped,
    }


def referral(case: Case) -> str:
    """Return the text of a referral. It names the person only if two officers unmasked them."""
    return REFERRAL.format(
        number=case.number,
        about=case.about,
        opened=written(case.opened_at),
        origin=Origin(case.origin).label,
        signals=case.signals().count(),
        digest=case.evidence_digest(),
    )
