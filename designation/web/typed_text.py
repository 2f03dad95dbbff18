"""What somebody typed into a form that was not taken in, to be given back to them.

Passwords and the token of a form are never given back.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (a field's name)
UNSEEN = {"seen", "key", "version", "content", "next"}
"""Fields of our forms that nobody types into."""

CANNOT_BE_READ = (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
    UnreadablePostError,
    MultiPartParserError,
)


def to_send_again(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the fields of a form that came from a page of ours: words to show, the rest to send along unseen."""
    if not getattr(request, "csrf_processing_done", False):
        return []
    sent, files = _sent(request)
    return [_field(name, value) for name, value in sent] + [
        {"name": name, "label": _label(name), "kind": "file"} for name in files
    ]


def to_copy(request: HttpRequest) -> list[dict[str, str]]:
    """Return label and value of what was typed or chosen, for a page that cannot send it again.

    The caller has seen that the form came from a page of ours.
    """
    return [
        {"label": _label(name), "value": value}
        for name, value in _sent(request)[0]
        if value.strip() and not _is_password(name) and _is_typed(name, value)
    ]


def _sent(request: HttpRequest) -> tuple[list[tuple[str, str]], list[str]]:
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values if name != TOKEN]
        return sent, list(request.FILES)
    except CANNOT_BE_READ:
        return [], []


def _field(name: str, value: str) -> dict[str, Any]:
    if _is_password(name):
        return {"name": name, "label": _label(name), "kind": "password"}
    kind = "words" if name not in UNSEEN and any(letter.isspace() for letter in value) else "hidden"
    return {"name": name, "label": _label(name), "kind": kind, "value": value}


def _is_password(name: str) -> bool:
    return "password" in name.lower()


def _is_typed(name: str, value: str) -> bool:
    """Whether a person knows the value: no field that pages carry along unseen, and no identifier."""
    if name in UNSEEN or name.rpartition("-")[2].endswith("_FORMS"):
        return False
    try:
        UUID(value)
    except ValueError:
        return True
    return False


def _label(name: str) -> str:
    return name.rpartition("-")[2].replace("_", " ").capitalize()
