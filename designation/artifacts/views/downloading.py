"""Downloading a shared file where the signed terms allow it. Every request for bytes is recorded before one leaves."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from designation.access.permissions import Permission
from designation.artifacts import storage
from designation.artifacts.downloads import asking
from designation.artifacts.downloads.handing_over import Body, finish, give_connection_back
from designation.artifacts.downloads.ranges import Part, Unsatisfiable, attachment, part_of
from designation.artifacts.downloads.streams import Stream, TooMany, end_recorder, streams
from designation.artifacts.may_read import may_download
from designation.artifacts.models import Share
from designation.artifacts.views.reading import UNAVAILABLE, shared, why_not
from designation.vault.errors import VaultError
from designation.web.proofs import proved_to_export
from designation.windows.matter import WindowMatter, for_window
from workflow import clock
from workflow.errors import Refused
from workflow.guards import Refusal
from workflow.perform import perform

NOT_ALLOWED, UNSATISFIABLE, PARTIAL = 405, 416, 206
RETRY_AFTER_S = "10"
TOO_MANY_OF_THEIRS = "Three of your downloads are under way. Wait until one of them ends, then try again."
TOO_MANY = "As many downloads are under way as this site can serve. Try again in a moment."
NOT_READABLE = "This file cannot be read now. Try again in a moment."
SESSION_ENDED = Refusal("session_ended", "Your session has ended. Sign in again.")
CANNOT_CUT = "This web server cannot stop a running download, so none begins."


@for_window(Permission.READ_WINDOW)
@proved_to_export
def share_download(http: HttpRequest, matter: WindowMatter, share: uuid.UUID) -> HttpResponseBase:
    """Return the file or one range of it, after this is recorded; or every reason why not."""
    row = shared(matter, share)
    if http.method not in ("GET", "HEAD"):
        return HttpResponse(status=NOT_ALLOWED, headers={"Allow": "GET, HEAD"})
    if against := may_download(matter.actor.id, row.pk, matter.window, matter.now):
        return why_not(http, matter, row, [one.reason for one in against], what="download")
    headers = _headers(row)
    if (known := get_conditional_response(http, etag=headers["ETag"])) is not None:
        return _with(known, headers)
    length = row.artifact.length_bytes
    if http.method == "HEAD":
        return _with(HttpResponse(), headers | {"Content-Length": str(length)})
    asked, if_range = http.headers.get("Range", ""), http.headers.get("If-Range", "")
    try:
        part = part_of(asked, if_range, length=length, etag=headers["ETag"])
    except Unsatisfiable:
        empty = HttpResponse(status=UNSATISFIABLE, headers={"Content-Range": f"bytes */{length}"})
        return _with(empty, {name: headers[name] for name in ("Accept-Ranges", "Cache-Control", "ETag")})
    try:
        body = _begin(http, matter, row, part)
    except TooMany as too_many:
        return _busy(http, matter, row, TOO_MANY_OF_THEIRS if too_many.theirs else TOO_MANY)
    except VaultError:
        return _busy(http, matter, row, NOT_READABLE)
    except Refused as refused:
        return why_not(http, matter, row, [one.reason for one in refused.refusals], what="download")
    except _CannotCut:
        return _busy(http, matter, row, CANNOT_CUT)
    response = StreamingHttpResponse(body, status=PARTIAL if part.is_partial else 200)
    if part.is_partial:
        response["Content-Range"] = part.content_range(length)
    give_connection_back()
    return _with(response, headers | {"Content-Length": str(part.length)})


class _CannotCut(Exception):
    """The web server does not say which connection it is, so that nothing could end the download in time."""


def _begin(http: HttpRequest, matter: WindowMatter, row: Share, part: Part) -> Body:
    """Record the download and return its body. Raises: TooMany, Refused, VaultError, _CannotCut."""
    connection = http.META.get("gunicorn.socket")
    if connection is None and settings.PRODUCTION:
        raise _CannotCut
    stream = Stream(
        person=http.user.pk,
        share=row.pk,
        session=http.session.session_key or "",
        password=asking.digest_of(http.user.password),
    )
    streams.open(stream)
    try:
        inputs = {"download": str(stream.id), "first": part.start, "last": part.stop - 1}
        perform(row, "download", actor=matter.actor, inputs=inputs)
        stream.is_recorded = True
        end_recorder.take()
        blocks = storage.open_share(row).blocks(part.start, part.stop)
        stream.check()
        if stream.cut_because:
            against = may_download(matter.actor.id, row.pk, matter.window, clock.now())
            raise Refused(against or [SESSION_ENDED])
    except BaseException:
        finish(stream, is_complete=False)
        raise
    return Body(stream, blocks, connection)


def _headers(row: Share) -> dict[str, str]:
    return {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store, no-transform",
        "Content-Disposition": attachment(row.artifact.file_name),
        "Content-Type": "application/octet-stream",
        "ETag": f'"{row.artifact.sha256}"',
        "X-Accel-Buffering": "no",
    }


def _with(response: Any, headers: dict[str, str]) -> Any:
    for name, value in headers.items():
        response[name] = value
    return response


def _busy(http: HttpRequest, matter: WindowMatter, row: Share, sentence: str) -> HttpResponse:
    context = matter.context(
        "windows",
        state=None,
        heading=row.artifact.title,
        page_title=row.artifact.title,
        crumbs=matter.crumbs(),
        sentence=sentence,
    )
    response = render(http, "artifacts/busy.html", context, status=UNAVAILABLE)
    response["Retry-After"] = RETRY_AFTER_S
    return response
