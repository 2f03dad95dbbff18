"""My desk: what waits for me, soonest first; what waits for others in my matters; what happened lately.

Who has to act follows from the state of a matter and the roles in which one is party to it. Each list is one query
over the `party` table, however many matters there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from designation.models import Appointment, Consultation, Grant, Party, Policy, Request, Window
from designation.roles import DEVELOPER_ROLES, GOVERNMENT_ROLES, Role, Side
from designation.web import feed
from workflow import clock
from workflow.models import Deadline, Entry

SHOWN = 50
SOONEST = F("due").asc(nulls_last=True)


@dataclass(frozen=True)
class Duty:
    """In these states, somebody with one of these roles in the matter has to act."""

    states: tuple[str, ...]
    roles: frozenset[str]
    what: str
    button: str
    page: str = "request"


REQUEST_DUTIES: tuple[Duty, ...] = (
    Duty(("draft",), DEVELOPER_ROLES, "Finish and submit the application", "Open the draft", "application"),
    Duty(
        ("clarification_requested", "information_requested"),
        DEVELOPER_ROLES,
        "Answer questions",
        "Answer",
        "questions",
    ),
    Duty(
        ("submitted",),
        frozenset({Role.INTAKE_OFFICER}),
        "Check whether the application is complete",
        "Check",
        "review",
    ),
    Duty(
        ("recommended",),
        frozenset({Role.DETERMINING_OFFICIAL, Role.RECORDS_CERTIFIER}),
        "Determine the outcome",
        "Read",
        "review",
    ),
)
LEADS = Duty(
    ("in_assessment",), frozenset({Role.REVIEWER}), "Assess, then recommend an outcome", "Assess", "review"
)
WINDOW_DUTIES: tuple[Duty, ...] = (
    Duty(
        ("draft",),
        frozenset({Role.CERTIFYING_OFFICER}),
        "Finish and sign the terms",
        "Open the terms",
        "window",
    ),
    Duty(
        ("proposed",),
        frozenset({Role.APPROVING_OFFICIAL}),
        "Sign the terms, or decline",
        "Read the terms",
        "window",
    ),
    Duty(
        ("suspended",),
        frozenset(
            {
                Role.CERTIFYING_OFFICER,
                Role.SECURITY_CONTACT,
                Role.APPROVING_OFFICIAL,
                Role.INSIDER_RISK_OFFICER,
            }
        ),
        "Access is suspended: agree to resume it, or close the window",
        "Read",
        "window",
    ),
    Duty(
        ("countered",),
        frozenset({Role.CERTIFYING_OFFICER}),
        "Sign or revise the government's terms",
        "Read the terms",
        "window",
    ),
)


@login_required
def desk(http: HttpRequest) -> HttpResponse:
    """Show what waits for the person who is signed in."""
    me, now = http.user, clock.now()
    side = me.office.organisation.side
    held = {a.role: a.organisation_id for a in Appointment.objects.counting().filter(person=me.pk)}
    mine = [*_requests(me), *_windows(me), *_grants(me), *_signatures(me, held)]
    mine += _consultations(me) if side == Side.GOVERNMENT else []
    mine.sort(key=lambda task: (task["due_at"] is None, task["due_at"] or now, task["matter"]))
    whole = Party.beyond_evaluating(me.pk).values("matter")
    own = Grant.objects.filter(person=me.pk, log__in=Party.of(me.pk).values("matter")).exclude(state="ended")
    read = Q(log__in=whole) | Q(subject_id__in=own.values("window")) | Q(subject_id__in=own.values("pk"))
    happened = feed.named(Entry.objects.filter(read)).order_by("-at", "-id")[:12]
    context = {
        "heading": "My desk",
        "tasks": mine[:SHOWN],
        "now": now,
        "others": _waiting_for_others(me, {task["key"] for task in mine}),
        "events": feed.lines(happened, side=side),
        "empty": _empty(side),
        **_next(frozenset(held)),
        "voluntary": side == Side.DEVELOPER,
    }
    return render(http, "desk.html", context)


def _next(held: frozenset[str]) -> dict[str, str]:
    """Return the one thing that somebody for whom nothing waits would want to do next, where there is one."""
    if held & DEVELOPER_ROLES:
        return {"empty_url": reverse("request_begin"), "empty_label": "Begin a request"}
    if held & GOVERNMENT_ROLES:
        return {"empty_url": reverse("requests"), "empty_label": "Read the requests"}
    return {}


def _empty(side: str) -> str:
    return {
        Side.DEVELOPER: "Nothing waits for you.",
        Side.OPERATOR: "Nothing waits for you.",
    }.get(side, "Nothing waits for you. New matters appear here as soon as they need you.")  # type: ignore[call-overload]


def _party(person: Any, roles: Iterable[str]) -> Exists:
    return Exists(Party.of(person.pk).filter(matter=OuterRef("log_id")).filter(roles__overlap=list(roles)))


def _due(kinds: Iterable[str] = ()) -> Subquery:
    rows = Deadline.objects.filter(subject_id=OuterRef("pk"), state="running")
    rows = rows.filter(kind__in=list(kinds)) if kinds else rows
    return Subquery(rows.order_by("due_at").values("due_at")[:1])


def _with_duty(rows: QuerySet[Any], duties: Iterable[Duty], person: Any) -> QuerySet[Any]:
    condition = Q(pk__in=[])
    for duty in duties:
        condition |= Q(state__in=duty.states) & Q(_party(person, duty.roles))
    return rows.filter(condition).annotate(due=_due())


def _requests(person: Any) -> list[dict[str, Any]]:
    leading = Q(state__in=LEADS.states, lead=person.pk) & Q(_party(person, LEADS.roles))
    rows = Request.objects.select_related("model")
    found = _with_duty(rows, REQUEST_DUTIES, person) | rows.filter(leading).annotate(due=_due())
    return [
        _request_task(row, _duty(row, (*REQUEST_DUTIES, LEADS))) for row in found.order_by(SOONEST)[:SHOWN]
    ]


def _request_task(row: Request, duty: Duty) -> dict[str, Any]:
    return _task(
        row,
        duty.what,
        reverse(duty.page, args=[row.number]),
        duty.button,
        f"{row.number} “{row.model.codename}”",
    )


def _windows(person: Any) -> list[dict[str, Any]]:
    rows = _with_duty(Window.objects.select_related("request__model"), WINDOW_DUTIES, person)
    return [_window_task(row, _duty(row, WINDOW_DUTIES)) for row in rows.order_by(SOONEST)[:SHOWN]]


def _window_task(row: Window, duty: Duty) -> dict[str, Any]:
    url = reverse("window", args=[row.request.number, row.number])
    return _task(row, duty.what, url, duty.button, f"{row.request.number}, window {row.number}")


def _consultations(person: Any) -> list[dict[str, Any]]:
    offices = Appointment.objects.filter(
        person=person.pk, role=Role.CONSULTED_OFFICIAL, state="active"
    ).values("office")
    rows = Consultation.objects.filter(
        _party(person, [Role.CONSULTED_OFFICIAL]), state="open", office__in=offices
    )
    return [
        _task(
            row,
            "Answer for your office",
            reverse("review", args=[row.request.number]),
            "Answer",
            row.request.number,
        )
        for row in rows.select_related("request").annotate(due=_due()).order_by(SOONEST)[:SHOWN]
    ]


def _grants(person: Any) -> list[dict[str, Any]]:
    concurring = Q(state="nominated") & Q(_party(person, [Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT]))
    accepting = Q(state="concurred", person=person.pk) & Q(_party(person, [Role.EVALUATOR]))
    rows = Grant.objects.filter(concurring | accepting).select_related("window__request")
    return [
        _task(
            row,
            "Accept the conditions of use"
            if row.state == "concurred"
            else "Concur with a named evaluator, or not",
            reverse("window", args=[row.window.request.number, row.window.number]),
            "Read",
            f"{row.window.request.number}, window {row.window.number}",
        )
        for row in rows.annotate(due=_due()).order_by(SOONEST)[:SHOWN]
    ]


def _signatures(person: Any, held: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Roles and policy versions that wait for a signature."""
    tasks = []
    if Role.ADMINISTRATOR in held:
        waiting = Appointment.objects.filter(organisation=held[Role.ADMINISTRATOR], state="proposed").exclude(
            person=person.pk
        )
        url = reverse("organisation", args=[held[Role.ADMINISTRATOR]])
        tasks += [
            _task(row, "Sign for a role, or decline", url, "Read", row.get_role_display())
            for row in waiting[:SHOWN]
        ]
    if Role.POLICY_EDITOR in held:
        drafts = Policy.objects.filter(state="draft")
        tasks += [
            _task(row, "Finish or sign a policy version", reverse("policies"), "Read", str(row))
            for row in drafts
        ]
    return tasks


def _duty(row: Any, duties: Iterable[Duty]) -> Duty:
    return next(duty for duty in duties if row.state in duty.states)


def _task(row: Any, what: str, url: str, button: str, matter: str) -> dict[str, Any]:
    due = getattr(row, "due", None)
    return {
        "key": row.pk,
        "what": what,
        "url": url,
        "button": button,
        "matter": matter,
        "due_at": due,
        "since": None,
    }


WAITING_FOR = {
    "submitted": "the government's intake",
    "clarification_requested": "the developer's answers",
    "information_requested": "the developer's answers",
    "in_assessment": "the government's assessment",
    "recommended": "the determining official",
}


def _waiting_for_others(person: Any, mine: set[Any]) -> list[dict[str, Any]]:
    """Return the person's matters in which somebody else has to act, soonest due first."""
    matters = Party.beyond_evaluating(person.pk).values("matter")
    rows = (
        Request.objects.filter(log__in=matters, state__in=WAITING_FOR)
        .exclude(pk__in=mine)
        .select_related("model")
    )
    side = person.office.organisation.side
    return [
        {
            "what": f"Waits for {WAITING_FOR[row.shown_state(side).value]}",
            "matter": f"{row.number} “{row.model.codename}”",
            "url": reverse("request", args=[row.number]),
            "due_at": row.due,
            "quiet": True,
        }
        for row in rows.annotate(due=_due()).order_by("due")[:20]
    ]


urlpatterns: list[URLPattern] = [path("", desk, name="desk")]
