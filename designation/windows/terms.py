"""The terms sheet as data: its clauses, in the order in which both sides read, compare and sign them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from designation.policies.application import ACCESS_MODES, Field, is_empty
from workflow.ledger import canonical

BY_NAME, BY_PSEUDONYM = "names", "pseudonyms"
NAMES = ((BY_NAME, "By name"), (BY_PSEUDONYM, "By a stable pseudonym"))
BREAK_GLASS, NOT_ALLOWED = "break_glass", "no"
"""The clause about emergency access, and what terms say that lack it."""

CLAUSES: tuple[Field, ...] = (
    Field("opens_at", "Opens", "", "instant"),
    Field("ends_at", "Ends", "At most 30 periods of 24 hours after the model's first opening.", "instant"),
    Field("access_mode", "Access mode", kind="choice", choices=ACCESS_MODES),
    Field("variant", "Variant", "One of the variants that the request covers.", kind="variant"),
    Field("agencies", "Agencies whose people evaluate", kind="agencies"),
    Field(
        "names",
        "How the developer sees evaluators",
        kind="choice",
        choices=NAMES,
    ),
    Field("permitted_uses", "Permitted uses", kind="paragraph"),
    Field("prohibited_uses", "Prohibited uses", kind="paragraph"),
    Field(
        "reading",
        "Reading",
        "Viewing only marks every page with the reader's name.",
        kind="choice",
        choices=(("view", "Viewing only"), ("download", "Downloading is allowed")),
    ),
    Field(
        "text_view",
        "Text view for accessibility",
        "Evaluators can open each page as text, for example with a screen reader. Text can be copied and carries no "
        "invisible mark.",
        kind="choice",
        choices=(("yes", "Allowed"), ("no", "Not allowed")),
    ),
    Field(
        BREAK_GLASS,
        "Emergency access",
        "If an agreement waits for a named evaluator, or their training has expired, one person of each side can "
        "together let them read for at most one hour. Two others review it.",
        kind="choice",
        choices=(("yes", "Allowed"), (NOT_ALLOWED, "Not allowed")),
    ),
    Field("logs", "What logs each side sees", kind="paragraph"),
    Field("retention", "Retention and destruction", kind="paragraph"),
    Field("nondisclosure", "Use and nondisclosure", kind="paragraph"),
)
PEOPLE = "people"
OF_EARLY_ACCESS: tuple[Field, ...] = (Field(PEOPLE, "Maximum number of evaluators", kind="number"),)
"""The clauses that only the early access of a partner has."""
CLAUSE = {clause.name: clause for clause in CLAUSES}
NOTE = Field("note", "Note to the other side", kind="paragraph", required=False, limit=2000)
"""A note to the people who read a version. It is not part of what is signed."""


def normal(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Return terms in normal form, so that equal terms compare equal.

    The result has exactly the known clauses. Texts are trimmed and lists are sorted. Terms without a clause about
    emergency access do not allow it.
    """
    result: dict[str, Any] = {}
    for clause in CLAUSES:
        value = terms.get(clause.name, _without(clause))
        if isinstance(value, str):
            value = value.strip().replace("\r\n", "\n")
        result[clause.name] = sorted(str(item) for item in value) if isinstance(value, list) else value
    return result


def _without(clause: Field) -> Any:
    """Return what terms say about a clause that they do not have."""
    if clause.name == BREAK_GLASS:
        return NOT_ALLOWED
    return [] if clause.kind == "agencies" else ""


def allows_break_glass(terms: Mapping[str, Any]) -> bool:
    """Return whether terms allow emergency access."""
    return bool(terms.get(BREAK_GLASS, NOT_ALLOWED) == "yes")


def drafted(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return only the clauses that were typed, and the note, in the form in which a draft stores them."""
    normalized = normal(typed) | {NOTE.name: str(typed.get(NOTE.name, "")).strip()}
    return {name: value for name, value in normalized.items() if name in typed}


def lacking(terms: Mapping[str, Any]) -> list[str]:
    """Return the names of the empty clauses, in order."""
    return [clause.name for clause in CLAUSES if is_empty(terms.get(clause.name, _without(clause)))]


def digest(terms: Mapping[str, Any]) -> str:
    """Return the fingerprint of terms: the SHA-256 of their canonical form, in hex."""
    return hashlib.sha256(
        canonical.encode({"domain": "designation/terms/v1", "terms": dict(terms)})
    ).hexdigest()
