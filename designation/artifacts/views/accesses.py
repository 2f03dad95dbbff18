"""The access feed of a request: who opened which page, when. It stays current while it is shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from designation.access.permissions import Permission
from designation.artifacts import queries
from designation.requests.matter import Matter, for_request
from designation.sessions.middleware import background
from designation.web.paging import page_of
from designation.windows.models import Window


def _shown(http: HttpRequest, matter: Matter) -> dict[str, Any]:
    page = page_of(http, queries.entries_in(matter.request), by=("-at", "-id"), size=50)
    return {"matter": matter, "accesses": queries.accesses(page.rows, matter.side), "page": page}


def _open_now(matter: Matter) -> list[dict[str, Any]]:
    """Return each open window with the people and the artifacts whose access can be stopped, for the developer."""
    if not matter.may(Permission.CONTROL_ACCESS):
        return []
    windows = Window.objects.filter(log__in=matter.request.window_logs, state="open").order_by("number")
    return [
        {
            "name": window.in_words,
            "title": window.title,
            "stop_url": matter.link_to("access_stop", window.number),
            "people": [
                {"id": grant.pk, "name": grant.name_for(matter.side)}
                for grant in window.grants.filter(state="active").select_related("person").order_by("pk")
            ],
            "shares": [
                {"id": share.pk, "name": share.artifact.title}
                for share in window.shares.filter(state="active").select_related("artifact")
            ],
        }
        for window in windows
    ]


@for_request(Permission.READ_ARTIFACTS)
def access_feed(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Show the feed, the newest access first."""
    context = matter.context(
        "accesses", page_title="Access feed", open_now=_open_now(matter), **_shown(http, matter)
    )
    return render(http, "artifacts/accesses.html", context)


@background
@for_request(Permission.READ_ARTIFACTS)
def recent(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Return the rows of the feed alone."""
    return render(http, "artifacts/accesses_rows.html", _shown(http, matter))
