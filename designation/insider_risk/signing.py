"""What the signatures under a suspension cover, as the signing page shows it."""

from __future__ import annotations

from typing import Any

from designation.insider_risk.facts import facts_of, whom
from designation.web.documents import Document, Part


def _lifted(_reader: Any, suspension: Any) -> Document:
    """Return whom or what the suspension covers, who placed it, and why."""
    return Document(
        f"Suspension {suspension.number}: {whom(suspension)}", parts=[Part("", facts_of(suspension))]
    )


DOCUMENTS = {"Suspension.lift": _lifted}
