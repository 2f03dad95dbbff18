"""Stops access in one click: one share, one person, or the whole window."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme

from designation.access.permissions import Permission
from designation.artifacts.models import Share
from designation.web.action_page import reasons
from designation.windows.matter import WindowMatter, for_window
from designation.windows.models import Grant
from workflow.errors import Refused
from workflow.perform import perform

REASON = "Stopped in one click, while access was being watched."
SHARE, PERSON, WINDOW = "share", "person", "window"
SAID = {
    SHARE: "Nobody can read this artifact in {} now. You can share it again on the artifact's page.",
    PERSON: "This person's access to {} is suspended. One person of each side has to agree to lift it.",
    WINDOW: "Access to {} is suspended for everybody. One person of each side has to agree to resume it.",
}


@for_window(Permission.CONTROL_ACCESS)
def stop(http: HttpRequest, matter: WindowMatter) -> HttpResponse:
    """Stop what the form names, at once. Requires POST."""
    what = http.POST.get("what", "")
    if http.method != "POST" or what not in SAID:
        raise Http404
    subject, step = _subject(http, matter, what)
    try:
        perform(subject, step, actor=matter.actor, inputs={} if what == SHARE else {"reason": REASON})
    except Refused as refused:
        messages.error(http, " ".join(reasons(refused)))
    else:
        messages.success(http, SAID[what].format(matter.window.in_words))
    back = http.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, {http.get_host()}) or not back.startswith("/"):
        back = matter.url
    return redirect(matter.way_back(back))


def _subject(http: HttpRequest, matter: WindowMatter, what: str) -> tuple[Any, str]:
    """Return what is to be stopped, with the step that does it. Raises: Http404."""
    if what == WINDOW:
        return matter.window, "suspend"
    model, step = (Share, "end") if what == SHARE else (Grant, "suspend")
    try:
        key = uuid.UUID(http.POST.get("id", ""))
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(model._base_manager.filter(window=matter.window), pk=key), step
