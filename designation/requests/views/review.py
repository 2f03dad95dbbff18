"""The government's pages: the review queue, and the workspace that shows the application beside the work."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from designation.access import dates as dated
from designation.access.participation import participation_of
from designation.access.permissions import Permission
from designation.policies.application import SECTIONS
from designation.requests.lifecycle.states import UNDER_WAY
from designation.requests.matter import Matter, for_request
from designation.requests.models import Request
from designation.requests.tasks import WAITS_FOR
from designation.requests.views.steps import work_on
from designation.requests.workload import workload
from designation.roles import LEAD_REVIEWER, Role, Side, on_side
from designation.web.access import by_role
from designation.web.paging import page_of
from designation.web.step_links import tag
from workflow import clock
from workflow.models import Deadline

FILTERS: tuple[tuple[str, str, Q], ...] = (
    ("mine", "I lead", Q()),
    ("late", "Late", Q()),
    ("intake", "To be checked", Q(state="submitted")),
    ("assessment", "In assessment", Q(state="in_assessment")),
    (
        "developer",
        "Waiting for the developer",
        Q(state__in=["clarification_requested", "information_requested"]),
    ),
    ("recommended", "Recommended", Q(state="recommended")),
)


REVIEWING = on_side(
    Side.GOVERNMENT,
    {
        Role.INTAKE_OFFICER,
        Role.REVIEWER,
        Role.DETERMINING_OFFICIAL,
        Role.RECORDS_CERTIFIER,
        Role.RECORDS_OFFICER,
        Role.CONSULTED_OFFICIAL,
        Role.APPROVING_OFFICIAL,
    },
)
"""The officials who work on requests that are under way."""


@by_role(REVIEWING)
def queue(http: HttpRequest) -> HttpResponse:
    """List requests under way, soonest due first, with the lead reviewer and the time spent in the state."""
    now = clock.now()
    mine = participation_of(http.user.pk)
    rows = mine.seen(Request.objects.filter(state__in=UNDER_WAY)).filter(mine.reads_whole_logs())
    chosen = http.GET.get("show", "")
    for name, _label, condition in FILTERS:
        if name == chosen:
            rows = rows.filter(Q(lead=http.user.pk) if name == "mine" else condition)
    clocks = mine.clocks(Request, rows)
    if chosen == "late":
        clocks = clocks.filter(due_at__lt=now)
    page = page_of(http, clocks, by=("due_at", "subject_id"), size=25)
    page.rows[:] = _due(page.rows)
    chips = [{"label": "All", "url": "?show=", "on": not chosen}]
    chips += [{"label": label, "url": f"?show={name}", "on": name == chosen} for name, label, _q in FILTERS]
    people = workload(mine, now)
    context = {
        "heading": "Review queue",
        "page": page,
        "chips": chips,
        "now": now,
        "people": people,
        "largest": max((person["count"] for person in people), default=0),
    }
    return render(http, "requests/queue.html", context)


def _due(clocks: list[Deadline]) -> list[Request]:
    """Return the requests that these deadlines belong to, in the same order, as the queue shows them."""
    rows = Request.objects.select_related("model__developer", "lead")
    rows = rows.annotate(since=dated.since(Request, Side.GOVERNMENT))
    found = rows.in_bulk([row.subject_id for row in clocks])
    for clock_of in clocks:
        row: Any = found[clock_of.subject_id]
        row.due_at = clock_of.due_at
        row.tag = tag(row.state, row.get_state_display())
        row.waits_for = WAITS_FOR.get(row.state, "")
    return [found[clock_of.subject_id] for clock_of in clocks]


@for_request(Permission.READ_DELIBERATION)
def workspace(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Show the application beside the work: questions, consultations, declarations, assessment, outcome."""
    request = matter.request
    questions: dict[str, list[Any]] = {}
    for question in request.questions.all():
        question.answer = question.answer if question.answered_at else ""
        questions.setdefault(question.field, []).append(question)
    sections = [
        {
            "section": section,
            "rows": [
                {
                    "label": field.label,
                    "value": matter.words.of(field, request.answers.get(field.name)),
                    "questions": questions.get(field.name, []),
                }
                for field in section.fields
            ],
        }
        for section in SECTIONS
    ]
    steps, asked = work_on(matter)
    context = matter.context(
        "review",
        page_title="Review",
        sections=sections,
        due=steps.due,
        steps=steps.others,
        rare=steps.rare,
        clocks=matter.clock_facts(),
        consultations=asked,
        assesses=request.state == "in_assessment" and LEAD_REVIEWER in matter.roles,
        declarations=list(request.declarations.select_related("person")),
        assessment=[
            (
                "Outcome",
                {"covered": "Covered", "not_covered": "Not covered"}.get(request.recommended_outcome, ""),
            ),
            ("Date", request.assessed_on),
            ("Authority", request.authority),
            ("Reference", request.reference),
        ]
        if request.recommended_outcome
        else [],
    )
    return render(http, "requests/workspace.html", context)
