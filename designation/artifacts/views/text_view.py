"""A page of a shared artifact as text, for screen readers, where the terms allow it.

Text carries no mark in its pixels. So the reader, the time and the code stand above and below it, and each page that is
shown is an entry before anything of it leaves.
"""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from designation.access.permissions import Permission
from designation.artifacts import storage
from designation.artifacts.kinds import TEXT_KINDS
from designation.artifacts.marks import mark_of, new_code
from designation.artifacts.may_read import may_read
from designation.artifacts.models import Share
from designation.artifacts.page_text import paragraphs
from designation.artifacts.views import reading
from designation.vault.errors import VaultError
from designation.vault.rendering.client import CannotRender, Unavailable, memfd
from designation.web.proofs import proved_to_open
from designation.windows.matter import WindowMatter, for_window
from workflow import clock
from workflow.errors import Refused
from workflow.perform import perform

NO_TEXT = "This page has no text. It is a picture, such as a scanned page or a photograph."


@for_window(Permission.READ_WINDOW)
@never_cache
@proved_to_open
def share_text(http: HttpRequest, matter: WindowMatter, share: uuid.UUID) -> HttpResponse:
    """Show the text of a page after the reading is recorded, or every reason why the reader may not read it."""
    row = reading.shared(matter, share)
    if against := may_read(matter.actor.id, row.pk, matter.window, matter.now):
        return reading.why_not(http, matter, row, [one.reason for one in against])
    if http.method != "GET":
        return _unstored(HttpResponse())
    page, code = reading.page_in(http.GET.get("page", ""), row.artifact.pages), new_code()
    try:
        inputs = {"page": page, "code": code, "as_text": True}
        perform(row, "open_page", actor=matter.actor, inputs=inputs, key=f"{row.pk}/{page}/{code}")
    except Refused as refused:
        return reading.why_not(http, matter, row, [one.reason for one in refused.refusals])
    try:
        text, trouble = _text(row, page), ""
    except (VaultError, Unavailable):
        text, trouble = "", reading.NOT_DRAWN
    except CannotRender as refusal:
        text, trouble = "", refusal.reason
    if against := may_read(matter.actor.id, row.pk, matter.window, clock.now()):
        return reading.why_not(http, matter, row, [one.reason for one in against])
    return _page(http, matter, row, page, code, text, trouble)


def _page(
    http: HttpRequest, matter: WindowMatter, row: Share, page: int, code: str, text: str, trouble: str
) -> HttpResponse:
    artifact = row.artifact
    context = matter.context(
        "windows",
        state=None,
        heading=artifact.title,
        page_title=f"{artifact.title}, page {page} as text",
        crumbs=matter.crumbs(),
        artifact=artifact,
        mark=mark_of(row, matter.actor.id, code, clock.now()),
        page=page,
        pages=artifact.pages,
        paragraphs=paragraphs(text, artifact.kind),
        keeps_lines=artifact.kind in TEXT_KINDS,
        trouble=trouble or ("" if text.strip() else NO_TEXT),
        read_url=f"{matter.link('share_read', row.pk)}?page={page}",
        standing_url=matter.link("share_standing", row.pk),
        previous=page - 1 if page > 1 else 0,
        following=page + 1 if page < artifact.pages else 0,
    )
    status = reading.UNAVAILABLE if trouble else 200
    return _unstored(render(http, "artifacts/text.html", context, status=status))


def _text(row: Share, page: int) -> str:
    """Return the text of a page. Raises: VaultError, Unavailable, CannotRender."""
    with memfd() as document:
        storage.open_share(row).copy_to(document.fileno())
        return storage.renderer().text(document, row.artifact.kind, page)


def _unstored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
