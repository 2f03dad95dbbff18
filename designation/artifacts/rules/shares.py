"""What can be shared in an access window, and when."""

from __future__ import annotations

from typing import Any

from workflow.guards import Pass, Refusal, StepContext, Verdict

SHAREABLE_IN = ("scheduled", "open", "suspended")
"""The states of a window in which artifacts are shared."""


def window_is_agreed(window: Any, _context: StepContext) -> Verdict:
    """Artifacts are shared in a window that both sides signed, until it closes."""
    if window.state in SHAREABLE_IN:
        return Pass()
    return Refusal("not_agreed", "Artifacts are shared in a window that both sides signed, until it closes.")


def has_time_left(window: Any, context: StepContext) -> Verdict:
    """Nothing is shared once the window's end has passed."""
    if window.ends_at is None or context.now < window.ends_at:
        return Pass()
    return Refusal("window_over", "The window's time has passed.")


def artifact_is_of_the_request(window: Any, context: StepContext) -> Verdict:
    """Only the artifacts of a window's own request can be shared in it."""
    if context.proposed.artifact.request_id == window.request_id:
        return Pass()
    return Refusal("another_request", "This artifact belongs to another request.", about="artifact")


def artifact_is_sealed(_window: Any, context: StepContext) -> Verdict:
    """Only a sealed artifact can be shared."""
    if context.proposed.artifact.state == "sealed":
        return Pass()
    return Refusal("not_sealed", "This artifact is not sealed. Choose one that is.", about="artifact")


def artifact_can_be_shown(window: Any, context: StepContext) -> Verdict:
    """Viewing means pages with marks. An artifact without pages is shared only if the terms allow downloading."""
    artifact = context.proposed.artifact
    if artifact.pages or allows_downloads(window):
        return Pass()
    why = artifact.not_shown or "This file has no pages to show."
    return Refusal("cannot_be_shown", f"{why} The terms of this window allow viewing only.", about="artifact")


def artifact_can_be_marked(_window: Any, context: StepContext) -> Verdict:
    """What cannot carry marks is shared only if the developer's certifying officer waived them for this artifact."""
    if not context.proposed.artifact.lacks_marks:
        return Pass()
    return Refusal(
        "cannot_be_marked",
        "Marks cannot be burned into this file. A certifying officer has to waive them first.",
        about="artifact",
    )


def allows_downloads(window: Any) -> bool:
    """Return whether the signed terms of a window allow downloading."""
    return window.terms is not None and window.terms.content.get("reading") == "download"


def is_not_shared_yet(window: Any, context: StepContext) -> Verdict:
    """An artifact is shared in a window once at a time."""
    if not window.shares.filter(artifact=context.proposed.artifact, state="active").exists():
        return Pass()
    return Refusal("shared_already", "This artifact is already shared in this window.", about="artifact")
