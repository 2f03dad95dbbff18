"""What the signatures under a case cover, as the signing page shows it."""

from __future__ import annotations

from typing import Any

from designation.cases.facts import facts_of, referral, signal_in_words
from designation.web.documents import Document, Part


def _case(_reader: Any, case: Any) -> Document:
    """Return the case by its pseudonym, with its signals and the digest of the evidence."""
    signals = [
        (row["label"], f"{row['severity']}. {row['figures']}") for row in map(signal_in_words, case.signals())
    ]
    parts = (
        [Part("", facts_of(case)), Part("Signals", signals, folded=True)]
        if signals
        else [Part("", facts_of(case))]
    )
    return Document(f"Case {case.number}: {case.about}", parts=parts, digest=case.evidence_digest())


def _unmasking(reader: Any, case: Any) -> Document:
    """Return the case with the reason for which an officer asked to unmask the person."""
    made = _case(reader, case)
    asked = [("Why it takes the name", case.unmasking_reason)] if case.unmasking_reason else []
    return Document(made.about, parts=[*made.parts, Part("Asked", asked)], digest=made.digest)


def _referral(reader: Any, case: Any) -> Document:
    """Return the case with the text of the referral."""
    made = _case(reader, case)
    text = [("Text", referral(case))]
    return Document(made.about, parts=[*made.parts, Part("Referral", text)], digest=made.digest)


_SIGNED = ("contain", "inquire", "renew", "ask_to_unmask", "close", "delay_notice")
DOCUMENTS = {
    **{f"Case.{step}": _case for step in _SIGNED},
    "Case.unmask": _unmasking,
    "Case.refuse_unmasking": _unmasking,
    "Case.refer": _referral,
}
