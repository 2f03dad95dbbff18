"""When a window can be drafted for a request, and who types into the draft."""

from __future__ import annotations

from typing import Any

from designation.roles import DEVELOPER_ROLES
from workflow.guards import Pass, Refusal, StepContext, Verdict


def request_is_covered(request: Any, _context: StepContext) -> Verdict:
    """A window is drafted for a live request whose model was determined to be covered."""
    if request.standing_outcome == "covered" and request.is_live:
        return Pass()
    return Refusal("not_covered", "A window needs a model that was determined to be covered.")


def writer_is_the_developers(_window: Any, context: StepContext) -> Verdict:
    """Only developer-side people type into a draft."""
    if context.has_role(*DEVELOPER_ROLES):
        return Pass()
    return Refusal("not_your_role", "Only the developer's people write this draft.")


def only_drafts_are_typed_into(window: Any, _context: StepContext) -> Verdict:
    """Only a draft changes while people type; terms that were proposed change by a new version."""
    if window.state == "draft":
        return Pass()
    return Refusal("not_a_draft", "These terms were proposed; they change by a new version.")
