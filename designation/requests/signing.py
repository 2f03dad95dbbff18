"""What the signatures under a request cover, as the signing page shows it."""

from __future__ import annotations

from typing import Any

from designation.policies.application import SECTIONS
from designation.policies.models import NOTICES
from designation.web.documents import Document, Part
from workflow.steps import step_of


def _about(request: Any) -> str:
    return f"Request {request.number} “{request.model.codename}”"


def application_parts(matter: Any, *, folded: bool) -> list[Part]:
    """Return the application as a document shows it, one part for each section."""
    answers = matter.request.answers
    return [
        Part(
            section.title,
            [(one.label, matter.words.of(one, answers.get(one.name))) for one in section.fields],
            folded,
        )
        for section in SECTIONS
    ]


def _submission(matter: Any, request: Any) -> Document:
    policy = request.policy_in_force(matter.now)
    notices = policy.value("notices") if policy else {}
    shown = [(NOTICES[name], text) for name, text in notices.items() if name in NOTICES and text]
    return Document(
        _about(request),
        parts=[*application_parts(matter, folded=False), Part("Notices of the policy in force", shown)],
        digest=request.answers_digest(),
        button="Certify and submit",
    )


def _replies(matter: Any, request: Any) -> Document:
    rows = request.open_questions().order_by("pk")
    facts: list[tuple[str, Any]] = []
    for row in rows:
        facts.append((row.text, row.answer))
        if row.revised is not None:
            known = {one.name: one for section in SECTIONS for one in section.fields}[row.field]
            facts.append((f"New text of “{known.label}”", matter.words.of(known, row.revised)))
    return Document(
        _about(request),
        parts=[Part("Your answers", facts)],
        digest=request.replies_digest(),
        button="Send the answers",
    )


def _determination(outcome: str) -> Any:
    def made(matter: Any, request: Any) -> Document:
        facts = [
            ("Outcome", "Covered frontier model" if outcome == "covered" else "Not a covered frontier model"),
            ("Recommended", "Covered" if request.recommended_outcome == "covered" else "Not covered"),
            ("Authority", request.authority),
            ("Date of the assessment", request.assessed_on),
            ("Opaque reference", request.reference),
            ("Fingerprint of the application", request.assessed_application),
        ]
        asked = [
            (f"{row.office.name}, {row.office.organization.short_name}", _answer(row))
            for row in request.consultations.select_related("office__organization").order_by(
                "office__folded", "office__name"
            )
        ]
        return Document(
            _about(request),
            parts=[
                Part("", facts),
                *([Part("Consulted offices", asked)] if asked else []),
                *application_parts(matter, folded=True),
            ],
            button=request.step_label(step_of(type(request), f"determine_{outcome}"), matter.side),
        )

    return made


def _answer(consultation: Any) -> str:
    said = str(consultation.get_state_display())
    return f"{said}. {consultation.answer}" if consultation.answer else said


def _erasure(matter: Any, request: Any) -> Document:
    facts = [
        ("What is erased", "The name and the details of the person you choose, from this request’s record."),
        ("What stays", "That somebody acted, and when. The record can still be verified."),
    ]
    return Document(_about(request), parts=[Part("", facts)], button="Sign the erasure")


DOCUMENTS = {
    "Request.submit": _submission,
    "Request.answer_clarification": _replies,
    "Request.answer_information": _replies,
    "Request.determine_covered": _determination("covered"),
    "Request.determine_not_covered": _determination("not_covered"),
    "Request.erase_developer_details": _erasure,
    "Request.erase_government_details": _erasure,
}
