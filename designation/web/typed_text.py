"""What a person typed into a form that was not accepted, so that it can be returned to them.

Passwords and CSRF tokens are never returned.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (a field's name)
UNSEEN = {"seen", "seen_entry", "key", "content", "next"}
"""Form fields that nobody types into."""

CANNOT_BE_READ = (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
    UnreadablePostError,
    MultiPartParserError,
)


def to_send_again(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the fields of a form that came from our page, to submit again: text to show, and hidden fields."""
    if not getattr(request, "csrf_processing_done", False):
        return []
    sent, files = _sent(request)
    return [_field(name, value) for name, value in sent] + [
        {"name": name, "label": _label(name), "kind": "file"} for name in files
    ]


def to_copy(request: HttpRequest) -> list[dict[str, str]]:
    """Return labels and values of what was typed or chosen, for a page from which it cannot be submitted again.

    The caller has checked that the form came from our page.
    """
    return [
        {"label": _label(name), "value": value}
        for name, value in _sent(request)[0]
        if value.strip() and not _is_password(name) and _is_typed(name, value)
    ]


def _sent(request: HttpRequest) -> tuple[list[tuple[str, str]], list[str]]:
    """Return fields and names of files.

    A page that reads uploads itself is `csrf_exempt`. If it has not read the form, or if there is no such page, the
    form is read up to its first file, because Django would write the file to the disk.
    """
    page = getattr(request.resolver_match, "func", None)
    if (page is None or getattr(page, "csrf_exempt", False)) and not hasattr(request, "_files"):
        request.upload_handlers = [_NoFiles(request)]
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values if name != TOKEN]
        return sent, list(request.FILES)
    except CANNOT_BE_READ:
        return [], []


class _NoFiles(FileUploadHandler):
    """Stops reading a form at its first file."""

    def new_file(self, *_args: Any, **_more: Any) -> None:
        """Stop. What was sent after this is lost."""
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called."""

    def file_complete(self, file_size: int) -> None:
        """Never called."""


def _field(name: str, value: str) -> dict[str, Any]:
    if _is_password(name):
        return {"name": name, "label": _label(name), "kind": "password"}
    kind = "words" if name not in UNSEEN and any(letter.isspace() for letter in value) else "hidden"
    return {"name": name, "label": _label(name), "kind": kind, "value": value}


def _is_password(name: str) -> bool:
    return "password" in name.lower() or name.lower() == "secret"


def _is_typed(name: str, value: str) -> bool:
    """Return whether a person entered the value: the field is not a hidden one, and the value is not an id."""
    if name in UNSEEN or name.rpartition("-")[2].endswith("_FORMS"):
        return False
    try:
        UUID(value)
    except ValueError:
        return True
    return False


def _label(name: str) -> str:
    return name.rpartition("-")[2].replace("_", " ").capitalize()
