"""When an artifact can be uploaded."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat

from workflow.guards import Pass, Refusal, StepContext, Verdict


def request_takes_artifacts(request: Any, _context: StepContext) -> Verdict:
    """Artifacts are uploaded to a request that was submitted and is not over."""
    if request.is_live and request.state != "draft":
        return Pass()
    return Refusal(
        "takes_no_artifacts", "Artifacts are uploaded after a request is submitted, until it is over."
    )


def title_is_given(_request: Any, context: StepContext) -> Verdict:
    """An artifact has a title, by which both sides know it."""
    if str(context.inputs.get("title", "")).strip():
        return Pass()
    return Refusal("title_missing", "Enter a title. Evaluators see it.", about="title")


def file_is_not_too_large(_request: Any, context: StepContext) -> Verdict:
    """A file is no larger than this site allows (the setting UPLOAD_FILE_MIB)."""
    if context.proposed.length_bytes <= settings.UPLOAD_FILE_BYTES:
        return Pass()
    most = filesizeformat(settings.UPLOAD_FILE_BYTES)
    return Refusal(
        "file_too_large", f"This file is larger than {most}. Split it or compress it.", about="file"
    )


def request_has_room(request: Any, context: StepContext) -> Verdict:
    """All artifacts of a request together are no larger than this site allows (the setting UPLOAD_REQUEST_MIB)."""
    left = room_in(request)
    if context.proposed.length_bytes <= left:
        return Pass()
    most, rest = filesizeformat(settings.UPLOAD_REQUEST_BYTES), filesizeformat(max(0, left))
    return Refusal(
        "no_room",
        f"The artifacts of one request take at most {most}; {rest} are left. Destroy artifacts that nobody needs.",
        about="file",
    )


def room_in(request: Any) -> int:
    """Return how many bytes a request's artifacts may still take. Unfinished uploads count with their whole length."""
    held = request.artifacts.filter(state__in=["receiving", "sealed", "quarantined", "withdrawn"])
    total = held.aggregate(total=Sum("length_bytes"))["total"] or 0
    return int(settings.UPLOAD_REQUEST_BYTES) - total


def most_bytes(request: Any) -> int:
    """Return how large the next file of a request may be."""
    return max(0, min(settings.UPLOAD_FILE_BYTES, room_in(request)))


def cannot_be_marked(artifact: Any, _context: StepContext) -> Verdict:
    """Marks are waived only for a file that cannot carry them."""
    if not artifact.pages:
        return Pass()
    return Refusal(
        "can_be_marked", "This file is shown page by page with marks, so there is nothing to waive."
    )


def marks_are_not_waived(artifact: Any, _context: StepContext) -> Verdict:
    """Marks are waived once."""
    if not artifact.marks_waiver:
        return Pass()
    return Refusal("waived_already", "The marks of this file are waived already.")


def marks_are_waived(artifact: Any, _context: StepContext) -> Verdict:
    """Only a waiver that there is can end."""
    if artifact.marks_waiver:
        return Pass()
    return Refusal("not_waived", "The marks of this file are not waived.")


def content_is_complete(artifact: Any, _context: StepContext) -> Verdict:
    """Only content that arrived to its last byte is sealed."""
    if artifact.is_received:
        return Pass()
    return Refusal("content_incomplete", "The file has not arrived completely yet. Send the rest.")
