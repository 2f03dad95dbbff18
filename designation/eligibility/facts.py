"""An eligibility record in words, for its page and the page that verifies it."""

from __future__ import annotations

from typing import Any

from designation.eligibility.models import EligibilityRecord


def facts_of(record: EligibilityRecord) -> list[tuple[Any, ...]]:
    """Return the facts of a record, as includes/summary.html expects them."""
    facts: list[tuple[Any, ...]] = [
        ("Person", record.person.name),
        ("Organization", record.organization.name),
        ("What it says", record.in_words()),
        ("Reference", record.reference or "None"),
        ("What was seen, and where it is kept", record.evidence),
        ("Expires", record.expires_at or "No end"),
        ("Entered by", record.entered_by.name),
    ]
    return [*facts, ("Verified by", record.verified_by.name)] if record.verified_by else facts
