"""The desk page: a person's tasks, what is under way, what they are waiting on others for, and what is new."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designation.declared import Need
from designation.desk import actions as visits
from designation.desk.activity import recent_activity
from designation.desk.checklist import checklist, to_mend
from designation.desk.readers import reader_of
from designation.desk.task_list import SHOWN, Task, task_list
from designation.roles import OPERATORS, Role, Side, SideRoles, on_side
from designation.web import degraded
from designation.web.access import access_of, by_role, signed_in
from workflow import clock

OTHERS_SHOWN = 20
MISSING_SHOWN = 10
LINKS = (
    ("requests", "Read the requests"),
    ("my_windows", "Access windows"),
    ("directory", "Read the directory"),
)
"""What a person without tasks may want to do, by URL name. The first page that opens for them is offered."""


@signed_in
@require_safe
def desk(http: HttpRequest) -> HttpResponse:
    """Show the tasks of the signed-in person and what has happened since their last visit."""
    me = http.user
    reader, has_policy = reader_of(me)
    side, now = reader.side, reader.now
    found = task_list(reader)
    missing = to_mend(side, reader.held, now, has_policy=has_policy)
    left_at = visits.open_desk(me, now=now)
    context = {
        "heading": "My desk",
        "now": now,
        "tasks": found.mine[:SHOWN],
        "tasks_more": len(found.mine) > SHOWN,
        "under_way": found.under_way[:OTHERS_SHOWN],
        "under_way_more": len(found.under_way) > OTHERS_SHOWN,
        "others": found.others[:OTHERS_SHOWN],
        "others_more": len(found.others) > OTHERS_SHOWN,
        "left_at": left_at,
        "news": recent_activity(reader, left_at=left_at),
        "missing": [_as_task(need) for need in missing[:MISSING_SHOWN]],
        "missing_more": len(missing) > MISSING_SHOWN,
        "checklist": access_of("checklist").opens_for(on_side(side, reader.held)),
        **_next(on_side(side, reader.held), missing),
        "voluntary": reader.is_developer,
        "register_refused": Role.OPERATOR in reader.held and "refused" in degraded.watch.away(),
    }
    return render(http, "desk/desk.html", context)


@by_role(OPERATORS)
@require_safe
def checklist_page(http: HttpRequest) -> HttpResponse:
    """Show what a site needs before a developer can submit an application, what is missing, and who can mend it."""
    now = clock.now()
    needs = checklist(Side.OPERATOR, http.user.office.organization_id, now)
    context = {
        "heading": "Checklist",
        "now": now,
        "needs": needs,
        "missing": sum(not need.is_met for need in needs),
    }
    return render(http, "desk/checklist.html", context)


def _as_task(need: Need) -> Task:
    """Return something that is missing as a row of the desk."""
    return Task(need.what, need.note, need.url, need.button, since=None, due_at=None)


def _next(held: SideRoles, missing: list[Need]) -> dict[str, str]:
    """Return the sentence for a desk without tasks, and a link to the one thing that the reader may want to do."""
    if missing:
        first = missing[0]
        text = f"You have no tasks now. Next on the checklist: {first.what}."
        return {"empty": text, "empty_url": first.url, "empty_label": first.button}
    comes = "You have nothing to do now. New tasks appear here."
    links = (("request_begin", "Begin a request"), *LINKS)
    page, label = next((one for one in links if access_of(one[0]).opens_for(held)), ("", ""))
    return {"empty": comes, "empty_url": reverse(page) if page else "", "empty_label": label}
