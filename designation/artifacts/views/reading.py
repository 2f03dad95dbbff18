"""Reading a shared artifact page by page. Every page is recorded before anything of it leaves.

The viewer gives each page that it shows a code. The image of a page is asked for with that code: the first request
records that the page was opened, and others, such as for a larger image, belong to the same reading. Each one asks
`may_read` anew, also after the image is drawn.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from designation import declarations
from designation.access.permissions import Permission
from designation.artifacts import storage
from designation.artifacts.marks import mark_of, new_code
from designation.artifacts.may_read import may_download, may_read
from designation.artifacts.models import Share
from designation.artifacts.rules.reading import allows_text
from designation.sessions.middleware import background
from designation.vault.errors import VaultError
from designation.vault.rendering.client import CannotRender, Unavailable, memfd
from designation.web.proofs import proved_to_open
from designation.windows.matter import WindowMatter, for_window
from workflow import clock
from workflow.errors import KeyReused, Refused
from workflow.guards import Refusal
from workflow.perform import perform

FORBIDDEN, GONE, UNAVAILABLE = 403, 410, 503
WIDTHS = {"1": 1000, "1.5": 1500, "2": 2000, "3": 3000}
"""The widths of a page's image in pixels, by zoom."""
SHOWING_SECONDS = 15 * 60
SHOWING = signing.TimestampSigner(salt="designation/artifacts/showing")
TOO_OLD = "This page was opened too long ago. Load it again to go on reading."
NOT_DRAWN = "This page cannot be shown now. Try again in a moment."
NOT_RECORDED = "The reading could not be recorded, so nothing is shown. Load the page again."


@for_window(Permission.READ_WINDOW)
@never_cache
@proved_to_open
def share_read(http: HttpRequest, matter: WindowMatter, share: uuid.UUID) -> HttpResponse:
    """Show the viewer at a page, or every reason why the reader may not read."""
    row = shared(matter, share)
    against = may_read(matter.actor.id, row.pk, matter.window, matter.now)
    if against:
        return why_not(http, matter, row, [one.reason for one in against])
    against_download = may_download(matter.actor.id, row.pk, matter.window, matter.now)
    download_url = "" if against_download else matter.link("share_download", row.pk)
    if not row.artifact.pages:
        return _no_pages(http, matter, row, download_url)
    page = page_in(http.GET.get("page", ""), row.artifact.pages)
    zoom = http.GET.get("zoom", "1") if http.GET.get("zoom", "1") in WIDTHS else "1"
    showing = _showing_of(http.GET.get("showing", ""), matter, row, page) or new_code()
    token = SHOWING.sign(_about(matter, row, page, showing))
    context = matter.context(
        "windows",
        state=None,
        heading=row.artifact.title,
        page_title=f"{row.artifact.title}, page {page}",
        crumbs=matter.crumbs(),
        artifact=row.artifact,
        page=page,
        pages=row.artifact.pages,
        zoom=zoom,
        zooms=[(name, f"{int(float(name) * 100)} %") for name in WIDTHS],
        token=token,
        image_url=f"{matter.link('share_page', row.pk, page)}?zoom={zoom}&showing={token}",
        image_width=WIDTHS[zoom],
        standing_url=matter.link("share_standing", row.pk),
        text_url=matter.link("share_text", row.pk) if allows_text(matter.window) else "",
        previous=page - 1 if page > 1 else 0,
        following=page + 1 if page < row.artifact.pages else 0,
        download_url=download_url,
        against_download=[one.reason for one in against_download],
    )
    return render(http, "artifacts/read.html", context)


@for_window(Permission.READ_WINDOW)
@never_cache
def share_page(http: HttpRequest, matter: WindowMatter, share: uuid.UUID, page: int) -> HttpResponse:
    """Return the image of a page with the reader's mark, after the reading is recorded."""
    row = shared(matter, share)
    showing = _showing_of(http.GET.get("showing", ""), matter, row, page)
    if not showing:
        return _text(TOO_OLD, GONE)
    if against := may_read(matter.actor.id, row.pk, matter.window, matter.now):
        return _refused(against)
    if http.method != "GET":
        return _text("", 200)
    try:
        inputs = {"page": page, "code": showing}
        perform(row, "open_page", actor=matter.actor, inputs=inputs, key=f"{row.pk}/{page}/{showing}")
    except Refused as refused:
        return _refused(refused.refusals)
    except KeyReused:
        return _text(NOT_RECORDED, GONE)
    try:
        picture = _draw(matter, row, page, showing, WIDTHS.get(http.GET.get("zoom", "1"), WIDTHS["1"]))
    except (VaultError, Unavailable):
        return _text(NOT_DRAWN, UNAVAILABLE)
    except CannotRender as trouble:
        return _text(trouble.reason, UNAVAILABLE)
    if against := may_read(matter.actor.id, row.pk, matter.window, clock.now()):
        return _refused(against)
    response = HttpResponse(picture.content, content_type=picture.media_type)
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "no-store"
    return response


@background
@for_window(Permission.READ_WINDOW)
@never_cache
def share_standing(http: HttpRequest, matter: WindowMatter, share: uuid.UUID) -> HttpResponse:
    """Tell an open viewer whether its reader may still read: 204 if so, and otherwise 403."""
    row = shared(matter, share)
    against = may_read(matter.actor.id, row.pk, matter.window, matter.now)
    return HttpResponse(status=FORBIDDEN if against else 204)


def shared(matter: WindowMatter, share: uuid.UUID) -> Any:
    """Return a share of the window, with the reader's roles. Raises: Http404."""
    rows = Share.with_roles(matter.actor.id).select_related("artifact").filter(window=matter.window)
    found = get_object_or_404(rows, pk=share)
    found.window = matter.window
    return found


def why_not(
    http: HttpRequest, matter: WindowMatter, row: Share, reasons: list[str], what: str = "read"
) -> HttpResponse:
    """Return the page with every reason why the reader may not have what they asked for."""
    context = matter.context(
        "windows",
        state=None,
        heading=row.artifact.title,
        page_title=row.artifact.title,
        crumbs=matter.crumbs(),
        reasons=reasons,
        what=what,
    )
    for added in declarations.listed("window_page", "WHEN_REFUSED"):
        context |= added(matter)
    return render(http, "artifacts/reasons.html", context, status=FORBIDDEN)


def _no_pages(http: HttpRequest, matter: WindowMatter, row: Share, download_url: str) -> HttpResponse:
    context = matter.context(
        "windows",
        state=None,
        heading=row.artifact.title,
        page_title=row.artifact.title,
        crumbs=matter.crumbs(),
        download_url=download_url,
        artifact=row.artifact,
    )
    return render(http, "artifacts/no_pages.html", context)


def _draw(matter: WindowMatter, row: Share, page: int, code: str, width_px: int) -> Any:
    """Return the picture of a page. Raises: VaultError, Unavailable, CannotRender."""
    with memfd() as document:
        storage.open_share(row).copy_to(document.fileno())
        mark = mark_of(row, matter.actor.id, code, clock.now())
        return storage.renderer().page(document, row.artifact.kind, page, width_px=width_px, mark=mark)


def _about(matter: WindowMatter, row: Share, page: int, code: str) -> str:
    return f"{matter.actor.id}/{row.pk}/{page}/{code}"


def _showing_of(token: str, matter: WindowMatter, row: Share, page: int) -> str:
    """Return the code of a showing that this reader was given for this page lately, or an empty string."""
    try:
        about, _, code = SHOWING.unsign(token, max_age=SHOWING_SECONDS).rpartition("/")
    except signing.BadSignature:
        return ""
    return code if f"{about}/{code}" == _about(matter, row, page, code) else ""


def page_in(text: str, pages: int) -> int:
    """Return the page that was asked for, or the nearest that exists."""
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        return 1
    return min(max(int(text), 1), pages)


def _refused(against: Iterable[Refusal]) -> HttpResponse:
    return _text(" ".join(one.reason for one in against), FORBIDDEN)


def _text(sentence: str, status: int) -> HttpResponse:
    response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
