"""The list of requests, and the pages of a request's steps."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from designation.access.participation import Participation, participation_of
from designation.access.permissions import IN_REQUEST, Permission, granting
from designation.requests.lifecycle.states import ANSWERING, DETERMINED, FINAL, LIVE, State
from designation.requests.matter import Matter, for_request
from designation.requests.models import Request
from designation.roles import DEVELOPERS
from designation.web.access import by_role
from designation.web.paging import page_of, searched
from designation.web.step_links import tag
from designation.web.step_views import step_page, take_back_page

FILTERS: tuple[tuple[str, str, Q], ...] = (
    ("live", "Live", Q(state__in=LIVE)),
    ("waiting", "Questions open", Q(state__in=ANSWERING)),
    ("assessed", "In assessment", Q(state__in=[State.SUBMITTED, State.IN_ASSESSMENT, State.RECOMMENDED])),
    ("determined", "Determined", Q(state__in=DETERMINED)),
    ("ended", "Ended", Q(state__in=FINAL)),
)


@by_role(granting(IN_REQUEST, Permission.READ_REQUEST))
def request_list(http: HttpRequest) -> HttpResponse:
    """List the requests of the signed-in person, with search, filters and keyset paging."""
    mine = participation_of(http.user.pk)
    rows = mine.seen(Request.objects.select_related("model__developer", "lead"))
    chosen, search = http.GET.get("show", ""), searched(http)
    for name, _label, condition in FILTERS:
        if name == chosen:
            rows = rows.filter(condition)
    if search:
        rows = rows.filter(_fitting(search, mine))
    page = page_of(http, rows, by=("-created_at", "id"), size=25)
    side = http.user.office.organization.side
    for row in page.rows:
        state = row.visible_state(side)
        row.shown = tag(state.value, state.label, final=state in FINAL)
    chips = [{"label": "All", "url": _filtered(http, ""), "on": not chosen}]
    chips += [
        {"label": label, "url": _filtered(http, name), "on": name == chosen} for name, label, _q in FILTERS
    ]
    context = {
        "heading": "Requests",
        "page": page,
        "chips": chips,
        "search": search,
        "may_begin": not DEVELOPERS.isdisjoint(http.user.roles_held()),
        "empty": "No request fits." if search or chosen else "There is no request here yet.",
    }
    return render(http, "requests/list.html", context)


def _fitting(search: str, mine: Participation) -> Q:
    """Return the condition that a request's number or codename contains the search text.

    For a person in many matters, the search runs over numbers and codenames first, before rows are read.
    Otherwise the database would check for each row first whether the person takes part in it.
    """
    number, codename = Q(number__icontains=search), Q(model__codename__icontains=search)
    if not mine.in_many:
        return number | codename
    found = [Request.objects.filter(condition).values("pk") for condition in (number, codename)]
    return Q(pk__in=found[0].union(found[1]))


def _filtered(http: HttpRequest, name: str) -> str:
    query = http.GET.copy()
    query.pop("after", None)
    query["show"] = name
    return f"?{query.urlencode()}"


@for_request(Permission.READ_REQUEST)
def request_step(http: HttpRequest, matter: Matter, step: str) -> HttpResponse:
    """Take one step of a request."""
    return step_page(http, matter, matter.request, step, back=matter.url)


@for_request(Permission.READ_REQUEST)
def request_take_back(http: HttpRequest, matter: Matter, step: str) -> HttpResponse:
    """Withdraw one's own signature from a step."""
    return take_back_page(http, matter, matter.request, step, back=matter.url)
