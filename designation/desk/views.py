"""The desk page: the person's tasks, soonest due first, what they are waiting on others for, and what is new."""

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
from designation.access.participation import Participation
from designation.declared import Need
from designation.desk import actions as visits
from designation.desk.activity import recent_activity
from designation.desk.checklist import checklist, to_mend
from designation.desk.task_list import SHOWN, Reader, Task, rare_sources, task_list
from designation.people.models import Appointment
from designation.policies.models import Policy
from designation.requests.models import Request
from designation.roles import OPERATORS, Side, SideRoles, on_side
from designation.web.access import access_of, by_role, signed_in
from designation.windows.facts import no_window_because
from workflow import clock
from workflow.sql.prepared_queries import prepared_query

OTHERS_SHOWN = 20
MISSING_SHOWN = 10
COVERED_READ = 5
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
        "others": found.others[:OTHERS_SHOWN],
        "others_more": len(found.others) > OTHERS_SHOWN,
        "left_at": left_at,
        "news": recent_activity(reader, left_at=left_at),
        "missing": [_as_task(need) for need in missing[:MISSING_SHOWN]],
        "missing_more": len(missing) > MISSING_SHOWN,
        "checklist": access_of("checklist").opens_for(on_side(side, reader.held)),
        **_next(reader, on_side(side, reader.held), missing, nothing=not found.mine),
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


def _next(reader: Reader, held: SideRoles, missing: list[Need], *, nothing: bool) -> dict[str, Any]:
    """Return the text and the one link to show; `nothing` says that the reader has no tasks."""
    if missing:
        first = missing[0]
        text = f"Nothing waits for you. Next on the checklist: {first.what}."
        return {"empty": text, "empty_url": first.url, "empty_label": first.button}
    if access_of("request_begin").opens_for(held):
        for request in _covered(person=reader.id) if nothing and not reader.in_many else ():
            if not no_window_because(request.model, reader.now):
                may = f"Nothing waits for you. {request.number} is covered: you may propose an access window."
                windows = reverse("windows", args=[request.number])
                return {"empty": may, "empty_url": windows, "empty_label": "Access windows"}
        return {"empty_url": reverse("request_begin"), "empty_label": "Begin a request"}
    comes = "Nothing waits for you. New matters appear here as soon as they need you."
    for page, label in LINKS:
        if access_of(page).opens_for(held):
            return {"empty": comes, "empty_url": reverse(page), "empty_label": label}
    return {}


@prepared_query(person=uuid.UUID)
def _covered(person: uuid.UUID) -> QuerySet[Request]:
    """Return the newest covered requests of a person in few matters that have had no window yet."""
    rows = Participation(person, in_many=False).seen(Request.objects.filter(state="covered", windows=None))
    return rows.select_related("model").order_by("-determined_at", "pk")[:COVERED_READ]
