"""Who may read a shared artifact, which page, and in what form."""

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


def allows_text(window: Any) -> bool:
    """Return whether the terms in force allow the text view."""
    return window.terms is not None and window.terms.content.get("text_view") == "yes"


def text_is_allowed(share: Any, context: StepContext) -> Verdict:
    """A page is shown as text only if the terms in force allow it, because text can be copied and carries no mark."""
    if not context.inputs.get("as_text") or allows_text(share.window):
        return Pass()
    return Refusal("no_text_view", "The terms of this window do not allow the text view.", about="as_text")
