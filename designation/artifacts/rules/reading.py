"""Who may read or download a shared artifact: which page and in what form, or which bytes, and how a download ended."""

from __future__ import annotations

import uuid
from typing import Any

from designation.artifacts.may_read import may_download, may_read
from workflow.guards import Pass, Refusal, StepContext, Verdict


def may_be_read_by_the_actor(share: Any, context: StepContext) -> Verdict:
    """The window, the grant, the terms, the share and the artifact must all allow reading now."""
    return may_read(context.actor.id, share.pk, share.window, context.now) or Pass()


def page_exists(share: Any, context: StepContext) -> Verdict:
    """The page must be one of the artifact's pages."""
    page = context.inputs.get("page")
    if isinstance(page, int) and 1 <= page <= share.artifact.pages:
        return Pass()
    return Refusal("no_such_page", f"Choose a page from 1 to {share.artifact.pages}.", about="page")


def may_be_downloaded_by_the_actor(share: Any, context: StepContext) -> Verdict:
    """Reading must be allowed now, and the terms must allow downloading."""
    return may_download(context.actor.id, share.pk, share.window, context.now) or Pass()


def bytes_exist(share: Any, context: StepContext) -> Verdict:
    """The bytes that are asked for must be some of the artifact's bytes."""
    first, last = context.inputs.get("first"), context.inputs.get("last")
    if type(first) is type(last) is int and 0 <= first <= last < share.artifact.length_bytes:
        return Pass()
    return Refusal("no_such_bytes", "Choose bytes that the file has.", about="first")


def download_has_an_id(share: Any, context: StepContext) -> Verdict:
    """A download is begun under an id of its own, by which its end is recorded."""
    found = _id_of(context)
    if found is not None and not share.downloads.filter(pk=found).exists():
        return Pass()
    return Refusal("no_id", "Begin the download anew.", about="download")


def download_is_under_way(share: Any, context: StepContext) -> Verdict:
    """The end of a download is recorded once."""
    found = _id_of(context)
    if found is not None and share.downloads.filter(pk=found).exists():
        return Pass()
    return Refusal("not_under_way", "No such download is under way.", about="download")


def _id_of(context: StepContext) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(context.inputs.get("download")))
    except ValueError:
        return None


def allows_text(window: Any) -> bool:
    """Return whether the terms in force allow the text view."""
    return window.terms is not None and window.terms.content.get("text_view") == "yes"


def text_is_allowed(share: Any, context: StepContext) -> Verdict:
    """A page is shown as text only if the terms in force allow it, because text can be copied and carries no mark."""
    if not context.inputs.get("as_text") or allows_text(share.window):
        return Pass()
    return Refusal("no_text_view", "The terms of this window do not allow the text view.", about="as_text")
