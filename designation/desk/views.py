"""The desk page: a person's tasks, what is under way, what they are waiting on others for, and what is new."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import DateTimeField, Exists, QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designation.access import participation
from designation.declared import Need
from designation.desk import actions as visits
from designation.desk.activity import recent_activity
from designation.desk.checklist import checklist, to_mend
from designation.desk.task_list import SHOWN, Reader, Task, rare_sources, task_list
from designation.people.models import Appointment
from designation.policies.models import Policy
from designation.roles import OPERATORS, Side, SideRoles, on_side
from designation.web.access import access_of, by_role, signed_in
from workflow import clock
from workflow.sql.prepared_queries import prepared_query

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
    held = _held(person=me.pk, few=participation.FEW_MATTERS)
    now = held[0][3] if held else clock.now()
    side = me.office.organization.side
    reader = Reader(
        me.pk,
        side,
        {role: organization for role, organization, *_ in held},
        now,
        in_many=any(many for _role, _organization, many, *_ in held),
        rare=frozenset(held[0][4]) if held else frozenset(),
    )
    found = task_list(reader)
    missing = to_mend(side, reader.held, now, has_policy=any(has_policy for *_, has_policy in held))
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


@prepared_query(person=uuid.UUID)
def _held(person: uuid.UUID, *, few: int) -> QuerySet[Any, Any]:
    """Return a person's current roles: role, organization, whether they are in many matters, current time.

    The last two values of each row name the rare task sources that have rows for the person, and say whether a policy
    version is in force.
    """
    rows = Appointment.objects.in_effect().filter(person=person)
    now = RawSQL(clock.sql(), [], output_field=DateTimeField())
    has_policy = Exists(Policy.objects.filter(state="active", effective_at__lte=now))
    return rows.values_list(
        "role", "organization", participation.in_many(person, few), now, rare_sources(person), has_policy
    )


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
