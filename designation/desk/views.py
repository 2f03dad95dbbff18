"""The desk page: a person's tasks, what is under way, what they are waiting on others for, and what is new."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import DateTimeField, QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designation.access import participation
from designation.desk import actions as visits
from designation.desk.activity import recent_activity
from designation.desk.task_list import SHOWN, Reader, rare_sources, task_list
from designation.people.models import Appointment
from designation.roles import SideRoles, on_side
from designation.web.access import access_of, signed_in
from workflow import clock
from workflow.sql.prepared_queries import prepared_query

OTHERS_SHOWN = 20
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
        **_next(on_side(side, reader.held)),
        "voluntary": reader.is_developer,
    }
    return render(http, "desk/desk.html", context)


@prepared_query(person=uuid.UUID)
def _held(person: uuid.UUID, *, few: int) -> QuerySet[Any, Any]:
    """Return a person's current roles: role, organization, whether they are in many matters, current time.

    The last value of each row names the rare task sources that have rows for the person.
    """
    rows = Appointment.objects.in_effect().filter(person=person)
    now = RawSQL(clock.sql(), [], output_field=DateTimeField())
    return rows.values_list(
        "role", "organization", participation.in_many(person, few), now, rare_sources(person)
    )


def _next(held: SideRoles) -> dict[str, str]:
    """Return the sentence for a desk without tasks, and a link to the one thing that the reader may want to do."""
    comes = "You have nothing to do now. New tasks appear here as soon as somebody needs you."
    links = (("request_begin", "Begin a request"), *LINKS)
    page, label = next((one for one in links if access_of(one[0]).opens_for(held)), ("", ""))
    return {"empty": comes, "empty_url": reverse(page) if page else "", "empty_label": label}
