"""What somebody signs when they verify an eligibility record, as the signing page shows it."""

from __future__ import annotations

from typing import Any

from designation.eligibility.facts import facts_of
from designation.web.documents import Document, Part


def record(_reader: Any, row: Any) -> Document:
    """Return a record as it is verified."""
    return Document(f"{row.person.name}: {row.in_words()}", parts=[Part("", facts_of(row))])


DOCUMENTS = {"EligibilityRecord.verify": record}
