"""The access feed of a request: who opened which page, when. It stays current while it is shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from designation.access.permissions import Permission
from designation.artifacts import queries
from designation.requests.matter import Matter, for_request
from designation.roles import DEVELOPER_ROLES
from designation.web.paging import page_of
from designation.windows.models import Grant


def _shown(http: HttpRequest, matter: Matter) -> dict[str, Any]:
    page = page_of(http, queries.entries_in(matter.request), by=("-at", "-id"), size=50)
    found = queries.accesses(page.rows, matter.side)
    active = Grant.objects.filter(pk__in={one.grant for one in found}, state="active")
    return {
        "matter": matter,
        "accesses": found,
        "page": page,
        "can_be_suspended": {str(grant) for grant in active.values_list("pk", flat=True)},
        "may_stop": bool(matter.roles & DEVELOPER_ROLES),
    }


@for_request(Permission.READ_ARTIFACTS)
def access_feed(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Show the feed, the newest access first."""
    context = matter.context("accesses", page_title="Access feed", **_shown(http, matter))
    return render(http, "artifacts/accesses.html", context)


@for_request(Permission.READ_ARTIFACTS)
def recent(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Return the rows of the feed alone."""
    return render(http, "artifacts/accesses_rows.html", _shown(http, matter))
