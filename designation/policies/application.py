"""The application form as data: its sections and fields. Questions are linked to the fields.

Answers are stored by field name in one JSON value: instants in the ledger's format, days in ISO format,
multiple choices as a list. The policy says which sections must be complete before submission.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ACCESS_MODES = (
    ("hosted_api", "Hosted API"),
    ("developer_enclave", "Enclave on the developer's premises"),
    ("government_enclave", "Government enclave"),
    ("weights", "Model weights"),
)


@dataclass(frozen=True)
class Field:
    """One question of the application. `kind` selects the form control (`requests/answers_form.py`)."""

    name: str
    label: str
    hint: str = ""
    kind: str = "text"
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    limit: int = 4000


@dataclass(frozen=True)
class Section:
    """A group of questions with a page of its own."""

    name: str
    title: str
    why: str
    fields: tuple[Field, ...]


SECTIONS: tuple[Section, ...] = (
    Section(
        "entity",
        "The organization",
        "The government needs to know who is asking. Only the people of this matter see it.",
        (
            Field("legal_name", "Legal name of the developer", limit=200),
            Field("jurisdiction", "Where the organization is incorporated", "State or country.", limit=120),
            Field(
                "ownership",
                "Owners of 10 percent or more",
                "Names and shares. Write “none” if there are none.",
                "paragraph",
            ),
        ),
    ),
    Section(
        "model",
        "The model and its variants",
        "A designation is about one model. A codename is enough; give what an evaluator needs to tell variants apart.",
        (
            Field(
                "model_summary",
                "What the model is",
                "Architecture, size, context length, modalities.",
                "paragraph",
            ),
            Field(
                "variants",
                "Variants that this request covers",
                "A variant never restarts the 30 days.",
                "variants",
            ),
            Field(
                "lineage",
                "What it was built from",
                "Base models and distilled models.",
                "paragraph",
                required=False,
            ),
        ),
    ),
    Section(
        "training",
        "Training",
        "A developer may engage the government while a model is still under development.",
        (
            Field(
                "training_stage",
                "Training stage",
                kind="choice",
                choices=(
                    ("pretraining", "Pre-training"),
                    ("post_training", "Post-training"),
                    ("finished", "Finished, not released"),
                    ("released", "Released to somebody already"),
                ),
            ),
            Field(
                "training_method",
                "How it is trained",
                "Method, data and compute, as far as you want to say.",
                "paragraph",
            ),
        ),
    ),
    Section(
        "capabilities",
        "Advanced cyber capabilities",
        "Your own assessment. Do not include benchmark results that others marked as classified.",
        (
            Field(
                "cyber_capabilities",
                "What the model can do",
                "Finding, exploiting or mending weaknesses in software.",
                "paragraph",
            ),
            Field(
                "evaluations",
                "How you assessed it",
                "Evaluations that you ran, with their results.",
                "paragraph",
            ),
            Field("safeguards", "Safeguards in place", "", "paragraph", required=False),
        ),
    ),
    Section(
        "access",
        "Access offered",
        "Nothing is opened by this. Terms are agreed later, window by window, and both sides sign them.",
        (
            Field(
                "access_modes",
                "How evaluators could work with the model",
                kind="choices",
                choices=ACCESS_MODES,
            ),
            Field("access_days", "For how many days", "From 1 to 30 periods of 24 hours per model.", "days"),
            Field("access_notes", "What evaluators should know", "", "paragraph", required=False),
        ),
    ),
    Section(
        "release",
        "Planned releases",
        "The 30 days end by the planned release to other trusted partners. You can move the dates at any time.",
        (
            Field(
                "partner_release",
                "Planned release to other trusted partners",
                "",
                "instant",
            ),
            Field(
                "public_release",
                "Planned public release",
                "Leave empty if none is planned.",
                "instant",
                required=False,
            ),
        ),
    ),
    Section(
        "agencies",
        "Agencies and uses",
        "Name who may evaluate and for what. The terms of each window repeat and bind this.",
        (
            Field("agencies", "Agencies that may take part", kind="agencies"),
            Field("permitted_uses", "Permitted uses", kind="paragraph"),
            Field("prohibited_uses", "Prohibited uses", kind="paragraph", required=False),
        ),
    ),
    Section(
        "legends",
        "Legends",
        "How your material is to be handled. The government's own markings are separate.",
        (
            Field(
                "legends",
                "Legends that you claim",
                kind="choices",
                choices=(
                    ("trade_secret", "Trade secret"),
                    ("confidential_commercial", "Confidential commercial information"),
                    ("foia_4", "Exempt from disclosure under FOIA exemption 4"),
                    (
                        "own_confidential",
                        "“CONFIDENTIAL” alone on a line is our own legend, and no classification",
                    ),
                    ("none", "No legend claimed"),
                ),
            ),
            Field("legend_reason", "Why", "One or two sentences for the records officer.", "paragraph"),
        ),
    ),
    Section(
        "contacts",
        "Contacts",
        "Who answers questions, and whom to call at night.",
        (
            Field("contact_name", "Who answers questions", limit=120),
            Field("contact_email", "Their e-mail address", "", "email", limit=254),
            Field(
                "security_contact",
                "Security contact, reachable at any hour",
                "Name and telephone.",
                limit=200,
            ),
        ),
    ),
)

SECTION = {section.name: section for section in SECTIONS}
FIELDS = {field.name: field for section in SECTIONS for field in section.fields}


def is_empty(value: Any) -> bool:
    """Return whether an answer is empty."""
    return value is None or (isinstance(value, str) and not value.strip()) or value == []


def lacking(answers: Mapping[str, Any], required_sections: list[str] | None = None) -> list[Field]:
    """Return the required fields that are empty, in order. Only sections that must be complete count."""
    return [
        field
        for section in SECTIONS
        if required_sections is None or section.name in required_sections
        for field in section.fields
        if field.required and is_empty(answers.get(field.name))
    ]


def status(section: Section, answers: Mapping[str, Any]) -> str:
    """Return whether a section is *done*, *started* or *open*."""
    if not any(not is_empty(answers.get(field.name)) for field in section.fields):
        return "open"
    return "started" if any(f.required and is_empty(answers.get(f.name)) for f in section.fields) else "done"
