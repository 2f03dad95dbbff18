"""Who may read a shared artifact, and which page."""

from __future__ import annotations

from typing import Any

from designation.artifacts.may_read import may_read
from workflow.guards import Pass, Refusal, StepContext, Verdict


def may_be_read_by_the_actor(share: Any, context: StepContext) -> Verdict:
    """Nothing may stand against the reading: not the window, the grant, the terms, the share or the artifact."""
    return may_read(context.actor.id, share.pk, share.window, context.now) or Pass()


def page_exists(share: Any, context: StepContext) -> Verdict:
    """The page must be one of the artifact's pages."""
    page = context.inputs.get("page")
    if isinstance(page, int) and 1 <= page <= share.artifact.pages:
        return Pass()
    return Refusal("no_such_page", f"Choose a page from 1 to {share.artifact.pages}.", about="page")
