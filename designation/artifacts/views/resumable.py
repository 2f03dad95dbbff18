"""Resumable uploads by the tus protocol. See `designation.artifacts.resumable` for what is stored when.

Every request is checked anew: the person takes part in this matter in a role that uploads, and an upload is only there
for the person who began it. Anyone else gets 404. The CSRF token comes in a header. The method is the
one of the request; there is no header that overrides it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from designation.access.permissions import Permission
from designation.artifacts import actions, receiving
from designation.artifacts.actions import Declared
from designation.artifacts.forms import MetadataForm
from designation.artifacts.models import Artifact
from designation.artifacts.resumable import body, pieces, protocol
from designation.artifacts.resumable.protocol import ProtocolError
from designation.requests.matter import Matter, for_request, load
from designation.web.action_page import reasons
from designation.web.given_back import ENDED, FORBIDDEN
from workflow.affordances import creation_affordance
from workflow.errors import Refused
from workflow.perform import perform

TOO_LARGE = {"file_too_large", "no_room"}
NOT_CREATED, TOO_LARGE_STATUS = 422, 413
View = Callable[..., HttpResponse]


def _door(view: View) -> View:
    """Answer errors of the protocol in one place, and leave nothing of a body unread."""

    @csrf_exempt
    @wraps(view)
    def answered(http: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if not http.user.is_authenticated:  # a redirect would send the piece to the sign-in page
                return _says(FORBIDDEN, ENDED)
            response = view(http, *args, **kwargs)
        except ProtocolError as error:
            response = _says(error.status, error.sentence)
            for name, value in error.headers.items():
                response[name] = value
        finally:
            body.drain(http)
        response["Tus-Resumable"] = protocol.VERSION
        return response

    return answered


@_door
@for_request(Permission.READ_ARTIFACTS)
def uploads(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Begin an upload, or say what this server can do."""
    _require_uploader(matter)
    return _dispatch(http, {"OPTIONS": _options, "POST": _create}, http, matter)


@_door
@for_request(Permission.READ_ARTIFACTS)
def upload(http: HttpRequest, matter: Matter, upload: uuid.UUID) -> HttpResponse:
    """Say how far an upload has come, take the next piece of it, or give it up."""
    _require_uploader(matter)
    mine = Artifact.objects.filter(request=matter.request, uploaded_by=matter.actor.id)
    artifact = get_object_or_404(mine, pk=upload)
    artifact.request = matter.request
    methods = {"OPTIONS": _options, "HEAD": _head, "PATCH": _patch, "DELETE": _delete}
    return _dispatch(http, methods, http, matter, artifact)


def _dispatch(http: HttpRequest, methods: dict[str, View], *args: Any) -> HttpResponse:
    if http.method not in methods:
        raise ProtocolError(405, "This address does not take this method.", {"Allow": ", ".join(methods)})
    if http.method == "OPTIONS":
        return _options(*args)
    if http.headers.get("Tus-Resumable") != protocol.VERSION:
        raise ProtocolError(
            412,
            f"This server speaks version {protocol.VERSION} of the tus protocol.",
            {"Tus-Version": protocol.VERSION},
        )
    if http.method == "POST" and http.headers.get("Content-Length", "0") not in ("", "0"):
        raise ProtocolError(413, "An upload begins without content. Send the content with PATCH.")
    return csrf_protect(methods[http.method])(*args)


def _options(*_args: Any) -> HttpResponse:
    return HttpResponse(
        status=204,
        headers={
            "Tus-Version": protocol.VERSION,
            "Tus-Extension": protocol.EXTENSIONS,
            "Tus-Max-Size": str(settings.UPLOAD_FILE_BYTES),
            "Tus-Checksum-Algorithm": ",".join(protocol.ALGORITHMS),
        },
    )


def _create(http: HttpRequest, matter: Matter) -> HttpResponse:
    length = protocol.length_of(http.headers)
    declared = _declared(protocol.metadata_of(http.headers), length)
    try:
        if length:
            artifact = actions.begin_upload(matter.request, declared, actor=matter.actor)
        else:
            artifact = _create_empty(matter, declared)
    except Refused as refused:
        status = TOO_LARGE_STATUS if TOO_LARGE.intersection(refused.codes) else NOT_CREATED
        raise ProtocolError(status, " ".join(reasons(refused))) from refused
    location = reverse("upload", args=[matter.request.number, artifact.pk])
    return HttpResponse(status=201, headers={"Location": location, "Upload-Offset": "0"})


def _create_empty(matter: Matter, declared: Declared) -> Artifact:
    """Create an artifact without content. Nothing will be sent for it, so it is complete at once."""
    received = receiving.receive([], declared.file_name)
    try:
        return actions.upload(
            matter.request,
            received,
            actor=matter.actor,
            title=declared.title,
            description=declared.description,
            legend=declared.legend,
            folder=declared.folder,
        )
    except BaseException:
        receiving.discard(received)
        raise


def _declared(sent: dict[str, str], length: int) -> Declared:
    form = MetadataForm(sent)
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        raise ProtocolError(400, f"{name}: {errors[0]}")
    told = form.cleaned_data
    path = sent.get("relativePath", "")
    file_name = receiving.name_of(sent.get("filename", "") or path)
    return Declared(
        file_name=file_name,
        length_bytes=length,
        title=told["title"] or file_name[:160],
        description=told["description"],
        legend=told["legend"],
        folder=receiving.folder_of(path),
    )


def _head(_http: HttpRequest, _matter: Matter, artifact: Artifact) -> HttpResponse:
    if not artifact.is_held:
        raise ProtocolError(410, "This upload was discarded.")
    return HttpResponse(
        status=200,
        headers={
            "Upload-Offset": str(artifact.received_bytes),
            "Upload-Length": str(artifact.length_bytes),
            "Cache-Control": "no-store",
        },
    )


def _patch(http: HttpRequest, matter: Matter, artifact: Artifact) -> HttpResponse:
    if http.headers.get("Content-Type") != protocol.PIECE:
        raise ProtocolError(415, f"Send pieces as {protocol.PIECE}.")
    offset, size = protocol.offset_of(http.headers), protocol.size_of(http.headers)
    checksum = protocol.checksum_of(http.headers)
    if artifact.is_received and artifact.is_held and (offset, size) == (artifact.length_bytes, 0):
        return _stored(offset)  # a client asks again whether the end has arrived
    pieces.check(artifact, offset=offset, size=size)
    with body.place():
        fence = pieces.begin(artifact, offset=offset)
        part = pieces.receive(artifact, body.blocks(http), offset=offset, checksum=checksum)
    try:
        _require_still(http, matter)
        return _stored(pieces.add(artifact, part, offset=offset, fence=fence))
    except Refused as refused:
        part.discard()
        raise ProtocolError(410, " ".join(reasons(refused))) from refused
    except (ProtocolError, Http404):
        part.discard()
        raise


def _stored(offset: int) -> HttpResponse:
    return HttpResponse(status=204, headers={"Upload-Offset": str(offset)})


def _delete(_http: HttpRequest, matter: Matter, artifact: Artifact) -> HttpResponse:
    try:
        perform(artifact, "discard", actor=matter.actor)
    except Refused as refused:
        raise ProtocolError(410, "This upload is over. It was finished or discarded.") from refused
    return HttpResponse(status=204)


def _require_uploader(matter: Matter) -> None:
    """Raise Http404 unless the reader's role in this matter uploads artifacts."""
    if creation_affordance(Artifact, "begin_upload", matter.request, matter.actor, now=matter.now) is None:
        raise Http404


def _require_still(http: HttpRequest, before: Matter) -> None:
    """Raise Http404 unless the person may upload even now, after what may have been a long while."""
    matter = load(http, before.request.number)
    if matter is None or matter.is_former or not matter.may(Permission.READ_ARTIFACTS):
        raise Http404
    _require_uploader(matter)


def _says(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
