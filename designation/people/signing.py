"""What two people sign when they give a role, as the signing page shows it."""

from __future__ import annotations

from typing import Any

from designation.web.documents import Document, Part


def role(_reader: Any, held: Any) -> Document:
    """Return a role as it is signed: who gets it, where, and until when."""
    facts = [
        ("Person", held.person.name),
        ("Address", held.person.email),
        ("Role", held.get_role_display()),
        ("Office", held.office.name),
        ("Ends", held.until or "No end"),
    ]
    if held.delegated_from is not None:
        facts += [("Delegated by", held.delegated_from.person.name), ("Instrument", held.instrument)]
    return Document(held.office.organization.name, parts=[Part("", facts)], button="Sign for this role")


DOCUMENTS = {"Appointment.activate": role}
