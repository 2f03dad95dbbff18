"""When an artifact can be uploaded."""

from __future__ import annotations

from typing import Any

from workflow.guards import Pass, Refusal, StepContext, Verdict


def request_takes_artifacts(request: Any, _context: StepContext) -> Verdict:
    """Artifacts are uploaded to a request that was submitted and is not over."""
    if request.is_live and request.state != "draft":
        return Pass()
    return Refusal(
        "takes_no_artifacts", "Artifacts are uploaded after a request is submitted, until it is over."
    )


def title_is_given(_request: Any, context: StepContext) -> Verdict:
    """An artifact has a title, by which both sides know it."""
    if str(context.inputs.get("title", "")).strip():
        return Pass()
    return Refusal("title_missing", "Enter a title. Evaluators see it.", about="title")
