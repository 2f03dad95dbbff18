"""The page for uploading artifacts: in pieces (`designation.artifacts.resumable`), or one with a plain form.

The order matters. Reading the form means receiving the file, and Django would spool it to a disk. So the outer view
decides who may upload and installs the handler that encrypts, and the CSRF token, which is in the form, is checked
after that; what was received is removed if it is missing.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from designation.access.permissions import Permission
from designation.artifacts import actions
from designation.artifacts.forms import UploadForm
from designation.artifacts.models import Artifact
from designation.artifacts.models.artifact import LEGENDS
from designation.artifacts.receiving import EncryptedUpload
from designation.artifacts.rules.artifacts import most_bytes, room_in
from designation.requests.matter import Matter, for_request
from designation.web.action_page import CONFLICT, add_refusals
from workflow.affordances import creation_affordance
from workflow.errors import Refused

CHOOSE_AGAIN = "Choose the file again: a file cannot be kept while the form is corrected."


@for_request(Permission.READ_ARTIFACTS)
def _upload(http: HttpRequest, matter: Matter) -> HttpResponse:
    offer = creation_affordance(Artifact, "upload", matter.request, matter.actor, now=matter.now)
    if offer is None:
        raise Http404
    handler = EncryptedUpload(http, most_bytes=most_bytes(matter.request))
    if http.method == "POST":
        http.upload_handlers = [handler]
    try:
        return _form_page(http, matter, handler)
    finally:
        handler.discard()


@csrf_protect
def _form_page(http: HttpRequest, matter: Matter, handler: EncryptedUpload) -> HttpResponse:
    """Show the form. On POST, create the artifact of what the handler received."""
    form = UploadForm(http.POST, http.FILES) if http.method == "POST" else UploadForm()
    refused = False
    if http.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            artifact = actions.upload(
                matter.request,
                sent["file"].received,
                actor=matter.actor,
                title=sent["title"],
                description=sent["description"],
                legend=sent["legend"],
            )
        except Refused as refusal:
            add_refusals(refusal, form)
            refused = True
        else:
            handler.keep()
            messages.success(
                http,
                f"You uploaded “{artifact.title}”. It is being sealed; then you can share it in a window.",
            )
            return redirect("artifact", matter.request.number, artifact.number)
    if http.method == "POST" and not form.errors.get("file"):
        form.add_error("file", CHOOSE_AGAIN)
    context = matter.context(
        "artifacts",
        state=None,
        heading="Upload artifacts",
        page_title="Upload artifacts",
        form=form,
        button="Upload",
        cancel_url=matter.link_to("artifacts"),
        uploads_url=matter.link_to("uploads"),
        legends=LEGENDS,
        unfinished=_unfinished(matter),
        room_bytes=max(0, room_in(matter.request)),
        most_bytes=settings.UPLOAD_FILE_BYTES,
        crumbs=[*matter.crumbs(), ("Artifacts", matter.link_to("artifacts"))],
    )
    return render(http, "artifacts/upload.html", context, status=CONFLICT if refused else 200)


def _unfinished(matter: Matter) -> list[dict[str, Any]]:
    """Return the reader's own uploads that can go on."""
    rows = matter.request.artifacts.filter(
        uploaded_by=matter.actor.id, state="receiving", received_bytes__lt=F("length_bytes")
    )
    return [
        {
            "artifact": row,
            "url": matter.link_to("upload", row.pk),
            "discard_url": matter.link_to("artifact_step", row.number, "discard"),
        }
        for row in rows.order_by("number")
    ]


artifact_upload = csrf_exempt(_upload)
