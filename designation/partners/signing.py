"""What the signatures under a partner and a selection cover, as the signing page shows it."""

from __future__ import annotations

from typing import Any

from designation.partners.facts import answers_of, conditions_in_words, facts_of, outcome_of
from designation.web.documents import Document, Part

IF_NOBODY_VOUCHES = (
    "If you do not want to vouch, you do not have to do anything. The organization cannot become a partner until you "
    "vouch. The roster administrators see only that you have not vouched, and you do not have to give a reason."
)


def _everything_about(partner: Any) -> list[tuple[str, Any]]:
    return [("Name", partner.name), *facts_of(partner, full=True, contact=True, all_of_it=True)]


def _decided(_reader: Any, partner: Any) -> Document:
    """Return everything that roster administrators decide about."""
    checked = [(one["label"], outcome_of(one)) for one in partner.checks]
    return Document(
        f"{partner.full_name}, {partner.number}",
        parts=[
            Part("The organization", _everything_about(partner)),
            *([Part("Suspended because", [("Reason", partner.reason)])] if partner.reason else []),
            *([Part("Checks", checked)] if checked else []),
            *([Part("Its answers", answers_of(partner))] if partner.answers else []),
        ],
    )


def _suspended(_reader: Any, partner: Any) -> Document:
    """Return whom two people restore or remove, and why the partner was suspended, if it was."""
    return Document(
        f"{partner.full_name}, {partner.number}",
        parts=[
            Part("The organization", _everything_about(partner)),
            *([Part("Suspended because", [("Reason", partner.reason)])] if partner.reason else []),
        ],
    )


def _own(_reader: Any, partner: Any) -> Document:
    """Return what the roster says about the reader's own organization."""
    facts = [("Name", partner.name), *facts_of(partner, full=False, contact=False, all_of_it=False)]
    return Document(f"{partner.full_name}, {partner.number}", parts=[Part("", facts)])


def _vouched_for(_reader: Any, partner: Any) -> Document:
    """Return the organization and the contact for whom a sponsor vouches."""
    facts = [
        ("Name", partner.name),
        *facts_of(partner, full=False, contact=False, all_of_it=False),
        ("Contact", partner.contact_name),
    ]
    return Document(
        f"{partner.full_name}, {partner.number}", parts=[Part("", facts)], otherwise=IF_NOBODY_VOUCHES
    )


def selection_document(row: Any, conditions: dict[str, Any] | None = None, button: str = "") -> Document:
    """Return a selection as it is signed: the partner and the conditions."""
    return Document(
        f"Early access to “{row.request.model.codename}”, {row.number or 'a new proposal'}",
        parts=[Part("", [("Partner", row.partner.full_name), *conditions_in_words(row, conditions)])],
        button=button,
    )


def _concurring(_reader: Any, row: Any) -> Document:
    return selection_document(row, button=f"Concur in selecting {row.partner.name}")


DOCUMENTS = {
    "Partner.activate": _decided,
    "Partner.decline": _decided,
    "Partner.lift": _suspended,
    "Partner.remove": _suspended,
    "Partner.vouch": _vouched_for,
    "Partner.re_attest": _own,
    "Selection.concur": _concurring,
}
