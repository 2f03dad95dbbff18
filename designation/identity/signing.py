"""What two administrators sign when they reset how somebody signs in."""

from __future__ import annotations

from typing import Any

from designation.web.documents import Document, Part


def reset(_reader: Any, row: Any) -> Document:
    """Return a reset as it is signed: whose it is, and why."""
    facts = [
        ("Person", row.person.name),
        ("Address", row.person.email),
        ("Office", row.person.office.name),
        ("Reason", row.reason),
        ("Asked by", row.asked_by.name),
    ]
    return Document(row.organization.name, parts=[Part("", facts)], button="Sign for this reset")


DOCUMENTS = {"FactorReset.reset": reset}
