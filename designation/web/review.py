"""The government's work: the queue, and the workspace with the application on the left and the work on the right."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from designation.lifecycles.request_states import UNDER_WAY
from designation.models import Party, Person, Request
from designation.models.application import SECTIONS
from designation.roles import Side
from designation.web import dated
from designation.web.consultations import consultations
from designation.web.duties import REQUESTS_WAIT_FOR
from designation.web.matters import load, steps_for, tag
from designation.web.paging import page_of
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


@login_required
def queue(http: HttpRequest) -> HttpResponse:
    """List what is under way, soonest due first, with who leads and how long it has been in its state."""
    if http.user.office.organisation.side != Side.GOVERNMENT:
        raise Http404
    now = clock.now()
    rows = _reviewable(http).select_related("model__developer", "lead")
    rows = rows.annotate(due_at=dated.due_at(), since=dated.since(Request, Side.GOVERNMENT))
    rows = rows.filter(due_at__isnull=False)
    chosen = http.GET.get("show", "")
    extra = {"mine": Q(lead=http.user.pk), "late": Q(due_at__lt=now)}
    for name, _label, condition in FILTERS:
        if name == chosen:
            rows = rows.filter(extra.get(name, condition))
    page = page_of(http, rows, by=("due_at", "id"), size=25)
    for row in page.rows:
        row.tag = tag(row.state, row.get_state_display())
        row.waits_for = REQUESTS_WAIT_FOR[row.state]
    chips = [{"label": "All", "url": "?show=", "on": not chosen}]
    chips += [{"label": label, "url": f"?show={name}", "on": name == chosen} for name, label, _q in FILTERS]
    people = _workload(http, now)
    context = {
        "heading": "Review queue",
        "page": page,
        "chips": chips,
        "now": now,
        "people": people,
        "largest": max((person["count"] for person in people), default=0),
    }
    return render(http, "review/queue.html", context)


def _reviewable(http: HttpRequest) -> QuerySet[Request]:
    """Return what is under way of the matters that the reader takes part in; evaluating alone is no part in review."""
    matters = Party.beyond_evaluating(http.user.pk).values("matter")
    return Request.objects.filter(log__in=matters, state__in=UNDER_WAY)


def _workload(http: HttpRequest, now: Any) -> list[dict[str, Any]]:
    """Return how many matters each lead reviewer has in hand, within what the reader may see."""
    late = Deadline.objects.filter(subject_id=OuterRef("pk"), state="running", due_at__lt=now).values(
        "subject_id"
    )[:1]
    rows = _reviewable(http).filter(lead__isnull=False).annotate(late=Subquery(late))
    counted = (
        rows.values("lead").annotate(count=Count("pk"), late_count=Count("late")).order_by("-count")[:20]
    )
    names = dict(Person.objects.filter(pk__in=[row["lead"] for row in counted]).values_list("pk", "name"))
    return [{"name": names[row["lead"]], "count": row["count"], "late": row["late_count"]} for row in counted]


@login_required
def workspace(http: HttpRequest, number: str) -> HttpResponse:
    """Show the application beside the work: questions, consultations, declarations, assessment, determination."""
    matter = load(http, number)
    if not matter.is_government or matter.only_evaluates:
        raise Http404
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
    steps = steps_for(
        request,
        matter,
        lambda name: reverse("request_step", args=[number, name]),
        also=("ask_clarification", "request_information"),
    )
    for step in steps:
        if step["name"] in ("ask_clarification", "request_information"):
            step["url"] = reverse("questions_ask", args=[number])
    context = matter.context(
        "review",
        page_title="Review",
        sections=sections,
        steps=steps,
        clocks=matter.clock_facts(),
        consultations=consultations(matter),
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
    return render(http, "review/workspace.html", context)


urlpatterns: list[URLPattern] = [path("<str:number>/review/", workspace, name="review")]
