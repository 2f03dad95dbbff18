"""Who may answer a consultation."""

from __future__ import annotations

from typing import Any

from workflow.guards import Pass, Refusal, StepContext, Verdict


def speaks_for_the_office(consultation: Any, context: StepContext) -> Verdict:
    """Only a consulted official of the office that was asked may answer."""
    if str(consultation.office_id) in {held.office for held in context.held_roles}:
        return Pass()
    return Refusal(
        "another_office", f"Only officials of {consultation.office.name} answer this consultation."
    )
