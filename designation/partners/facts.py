"""What pages and signatures show about a partner and about a selection."""

from __future__ import annotations

from typing import Any

from designation.partners.models import Partner, Selection
from designation.partners.questions import FURTHER, QUESTIONS
from designation.partners.terms import CONDITIONS, STANDING
from designation.requests.answers import Words
from designation.windows.terms import CLAUSE


def facts_of(partner: Partner, *, full: bool, contact: bool, all_of_it: bool) -> list[tuple[str, Any]]:
    """Return label and value of each fact about a partner that is not empty.

    `contact` adds the contact, `full` the identifiers, and `all_of_it` the sponsor, the nominator and the reasons.
    """
    facts: list[tuple[str, Any]] = [
        ("Number", partner.number),
        ("Part of the organization", partner.suborganization),
        ("Place", f"{partner.city}, {partner.us_state}"),
        ("Category", partner.get_category_display()),
        ("Size", partner.get_size_display()),
        ("Attested until", partner.attested_until),
    ]
    if contact:
        facts += [("Contact", f"{partner.contact_name}, {partner.contact_email}")]
    if full:
        facts += [("Identifiers", partner.identifiers)]
    if all_of_it:
        facts += [
            ("Sponsor", _sponsor(partner)),
            ("Nominated by", f"{partner.nominated_by}, {partner.nominated_by.organization}"),
            ("Why", partner.reasons_for),
        ]
    return [fact for fact in facts if fact[1]]


def _sponsor(partner: Partner) -> str:
    if partner.sponsor is None:
        return ""
    return f"{partner.sponsor.full_name}, which {'vouched' if partner.vouched_at else 'has not vouched yet'}"


def answers_of(partner: Partner) -> list[tuple[str, str]]:
    found = []
    for question in QUESTIONS:
        answer = str(partner.answers.get(question.name, ""))
        found.append((question.label, dict(question.choices).get(answer, answer)))
    found += [(one["question"], one["answer"]) for one in partner.answers.get(FURTHER, [])]
    return found if partner.answers else []


def outcome_of(check: dict[str, str]) -> str:
    said = {"met": "Met", "not_met": "Not met"}.get(check["outcome"], "Not checked yet")
    return f"{said}. {check['note']} ({check['by']})" if check["note"] else said


def conditions_in_words(row: Selection, conditions: dict[str, Any] | None = None) -> list[tuple[str, Any]]:
    """Return conditions, by default the selection's own, and the clauses that are the same for every partner."""
    words = Words(row.request)
    stated = row.conditions if conditions is None else conditions
    own = [(field.label, words.of(field, stated.get(field.name))) for field in CONDITIONS]
    return [*own, *((CLAUSE[name].label, text) for name, text in STANDING.items())]
