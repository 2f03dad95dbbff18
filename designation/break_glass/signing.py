"""What the signatures under an emergency access cover, as the signing page shows it."""

from __future__ import annotations

from typing import Any

from designation.break_glass.facts import facts_of, title_of
from designation.web.documents import Document, Part


def _agreed(reader: Any, access: Any) -> Document:
    """Return who asks to read where, and why."""
    return Document(
        title_of(access.grant, reader.side),
        parts=[Part("", facts_of(access, reader.side))],
        button="Agree to emergency access",
        otherwise="If the second signature is missing 15 minutes after the request, the request lapses.",
    )


def _reviewed(reader: Any, access: Any) -> Document:
    """Return who read where, why, from when until when, and who agreed."""
    return Document(
        title_of(access.grant, reader.side),
        parts=[Part("", facts_of(access, reader.side))],
        button="Sign the review",
    )


DOCUMENTS = {"BreakGlass.approve": _agreed, "BreakGlass.review": _reviewed}
