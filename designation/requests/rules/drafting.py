"""Who types into the draft of an application or of an answer, and when."""

from __future__ import annotations

from typing import Any

from designation.roles import DEVELOPER_ROLES
from workflow.guards import Pass, Refusal, StepContext, Verdict

RESERVED = "This is for the developer's people in this matter."


def writer_is_the_developers(_request: Any, context: StepContext) -> Verdict:
    """Only developer-side people type into a draft."""
    return Pass() if context.has_role(*DEVELOPER_ROLES) else Refusal("not_your_role", RESERVED)


def is_a_draft(request: Any, _context: StepContext) -> Verdict:
    """Only a draft changes while people type; what was submitted changes by answering questions."""
    if request.state == "draft":
        return Pass()
    return Refusal("not_a_draft", "This application was submitted; it changes by answering questions.")


def question_is_open(request: Any, context: StepContext) -> Verdict:
    """The answer to a question changes while the question is open."""
    if request.is_answering and context.proposed is not None:
        return Pass()
    return Refusal("not_answering", "The questions of this request are not open any more.")
