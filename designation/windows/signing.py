"""What the signatures under a window and its grants cover, as the signing page shows it."""

from __future__ import annotations

from typing import Any

from designation.web.documents import Document, Part
from designation.windows.facts import clauses_in_words
from designation.windows.terms import NOTE


def _about(window: Any) -> str:
    return f"{window.title}, request {window.request.number} “{window.request.model.codename}”"


def terms_of(matter: Any, window: Any, button: str = "") -> Document:
    """Return the terms of a window that are in force or proposed, as they are signed."""
    terms = window.terms
    note = [("Note with this version", terms.covering_note)] if terms and terms.covering_note else []
    return Document(
        _about(window),
        version=f"version {terms.number} of the terms" if terms else "",
        parts=[Part("", [*note, *clauses_in_words(window.present_terms, matter)])],
        digest=terms.digest if terms else "",
        button=button.format(number=terms.number) if terms else "",
    )


def written_terms(matter: Any, content: dict[str, Any]) -> Document:
    """Return terms that are not recorded yet, as their author signs them."""
    window = matter.window
    note = content.get(NOTE.name)
    known = {name: value for name, value in content.items() if name != NOTE.name}
    return Document(
        _about(window),
        version=f"version {window.terms.number + 1 if window.terms else 1} of the terms",
        parts=[
            Part(
                "", [*([("Note with this version", note)] if note else []), *clauses_in_words(known, matter)]
            )
        ],
    )


def _signed_terms(matter: Any, window: Any) -> Document:
    return terms_of(matter, window, "Sign version {number}")


def _accepted_terms(matter: Any, grant: Any) -> Document:
    return terms_of(matter, grant.window, "Accept version {number}")


def _resuming(matter: Any, window: Any) -> Document:
    facts = [
        ("Access", "Resumes for every evaluator whose own access is not suspended or ended."),
        ("Until", window.ends_at),
    ]
    return Document(_about(window), parts=[Part("", facts)], button="Agree to resume access")


def _destroying(matter: Any, window: Any) -> Document:
    facts = [
        (
            "What is destroyed",
            "Nothing: no artifact was shared under this window."
            if window.nothing_was_shared
            else "The keys of everything that was shared under this window. Nothing brings it back.",
        ),
        ("What stays", "The record of who opened what, the terms, and your own artifacts."),
    ]
    return Document(_about(window), parts=[Part("", facts)])


def person_facts(matter: Any, grant: Any) -> list[tuple[str, Any]]:
    """Return who a grant names, as the reader may know it."""
    organization = grant.person.organization.name
    return [("Evaluator", grant.name_for(matter.side)), ("Organization", organization)]


def _concurring(matter: Any, grant: Any) -> Document:
    terms = grant.window.terms
    facts = [
        *person_facts(matter, grant),
        (
            "May read",
            "What you share under these terms, once this person accepts them, while the window is open.",
        ),
    ]
    return Document(
        _about(grant.window),
        version=f"version {terms.number} of the terms" if terms else "",
        parts=[
            Part("", facts),
            Part("The terms", clauses_in_words(grant.window.present_terms, matter), folded=True),
        ],
    )


def _resuming_grant(matter: Any, grant: Any) -> Document:
    return Document(
        _about(grant.window),
        parts=[Part("", person_facts(matter, grant))],
        button="Agree to lift the suspension",
    )


DOCUMENTS = {
    "Window.approve": _signed_terms,
    "Window.accept_terms": _signed_terms,
    "Window.resume": _resuming,
    "Window.destroy": _destroying,
    "Grant.concur": _concurring,
    "Grant.activate": _accepted_terms,
    "Grant.accept_new_terms": _accepted_terms,
    "Grant.resume": _resuming_grant,
}
