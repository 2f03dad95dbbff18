"""The page of one request: its state, what happens next and by when, recent activity, and available steps."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from designation import declarations
from designation.access.models import Party
from designation.access.permissions import Permission
from designation.people import feed
from designation.requests import under_way
from designation.requests.lifecycle.states import ANSWERING, DETERMINED, FINAL, UNDER_WAY, State
from designation.requests.matter import Matter, for_request
from designation.requests.views.steps import work_on
from designation.roles import DEVELOPER_ROLES, Role
from designation.sessions.middleware import background
from workflow.child_logs import LOG_OPENED
from workflow.models import Entry
from workflow.sql.prepared_queries import prepared_query
from workflow.sql.prepared_querysets import prepared_queryset

PATH = (
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("in_assessment", "In assessment"),
    ("determined", "Determined"),
)
RECENT = 12


@for_request(Permission.READ_REQUEST)
def overview(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Show a request's state, what happens next and by when, recent activity, and what the reader can do."""
    request = matter.request
    steps, asked = work_on(matter)
    context = matter.context(
        "request",
        outcome=_outcome(matter),
        stops=_stops(matter),
        present="determined" if request.state in DETERMINED else _present(matter),
        ended=request.get_state_display() if request.state in (*FINAL, State.NO_DETERMINATION) else "",
        exits=["Withdraw, at any time"] if matter.is_developer and request.state not in FINAL else [],
        next_words=_answer_words(asked) or next_words(matter),
        next_link=_next_link(matter),
        rivals=_rivals(matter),
        may_edit=request.state == State.DRAFT and bool(matter.roles & DEVELOPER_ROLES),
        due=steps.due,
        steps=steps.others,
        rare=steps.rare,
        events=_recent(matter),
        clocks=matter.clock_facts(),
        facts=_facts(matter),
        people=_people(matter),
        consultations=asked,
    )
    return render(http, "requests/overview.html", context)


@background
@for_request(Permission.READ_REQUEST)
def recent(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Return only the newest ledger lines. The overview page requests them every five seconds."""
    return render(http, "requests/feed.html", {"lines": _recent(matter)})


def _recent(matter: Matter) -> list[feed.Line]:
    """Return the newest lines of the request's log and of its windows' logs. Internal steps in a row are one line."""
    lines = feed.lines(_newest(logs=matter.logs), side=matter.side)
    return feed.with_internal_folded(lines)[:RECENT]


@prepared_queryset(logs=list[uuid.UUID])
def _newest(logs: list[uuid.UUID]) -> QuerySet[Any]:
    return feed.named(Entry.objects.filter(log__in=logs).exclude(event__endswith=LOG_OPENED)).order_by(
        "-at", "-id"
    )[: RECENT * 3]


def _stops(matter: Matter) -> list[tuple[str, str]]:
    if not matter.is_government:
        return list(PATH)
    return [*PATH[:3], ("recommended", "Recommended"), PATH[3]]


def _present(matter: Matter) -> str:
    state = matter.visible_state
    return {"clarification_requested": "submitted", "information_requested": "in_assessment"}.get(
        state, str(state)
    )


def _rivals(matter: Matter) -> under_way.UnderWay | None:
    """Return the requests that prevent a draft from being submitted: same model and variants, under way."""
    if matter.request.state != State.DRAFT or matter.actor.id is None:
        return None
    return under_way.beside(matter.request.others_live(), matter.actor.id)


OUTCOMES = {
    "covered": "This model is a covered frontier model",
    "not_covered": "This model is not a covered frontier model",
}


def _outcome(matter: Matter) -> dict[str, Any]:
    """Return the outcome of the request and the reasons that are shared, or nothing while it has no outcome."""
    request, state = matter.request, matter.visible_state
    if state not in (*DETERMINED, State.CONCLUDED) or request.standing_outcome not in OUTCOMES:
        return {}
    return {
        "words": OUTCOMES[request.standing_outcome],
        "at": request.determined_at,
        "reasons": request.sharing_text,
    }


def _next_link(matter: Matter) -> dict[str, str]:
    """Return a link to the page of the reader's next step, or nothing if that is this page."""
    number, state = matter.request.number, matter.request.state
    if matter.is_developer and state in ANSWERING:
        return {"label": "Answer the questions", "url": reverse("questions", args=[number])}
    if matter.request.standing_outcome == "covered" and state == "covered":
        return {"label": "Access windows", "url": reverse("windows", args=[number]), "quiet": "1"}
    if matter.is_government and state in UNDER_WAY:
        return {"label": "Open the review workspace", "url": reverse("review", args=[number])}
    return {}


def _answer_words(asked: list[dict[str, Any]]) -> str:
    """Return what a consulted official is asked, for the page of the request. Empty for everybody else."""
    offices = [item["office"] for item in asked if item["asks_reader"]]
    return f"Your office is asked to answer: {', '.join(offices)}." if offices else ""


def next_words(matter: Matter) -> str:
    """Return one sentence on what happens next and who has to act. The page shows the dates beside it."""
    mine = matter.is_developer
    you = "you" if mine else "the developer"
    checks = "You check" if Role.INTAKE_OFFICER in matter.roles else "The government checks"
    answering = f"{you.capitalize()} answer{'' if mine else 's'} questions; the other clock stands still."
    words = {
        State.DRAFT: "The draft is yours. Finish it, then your certifying officer submits it.",
        State.SUBMITTED: f"{checks} whether the application is complete.",
        State.CLARIFICATION_REQUESTED: answering,
        State.INFORMATION_REQUESTED: answering,
        State.IN_ASSESSMENT: "The government assesses the model."
        + (" Nothing is asked of you now." if mine else ""),
        State.RECOMMENDED: "A determining official decides, and a records certifier attests the record.",
        State.COVERED: (
            next(filter(None, (says(matter) for says in declarations.listed("words", "AFTER_COVERED"))), "")
        ),
        State.NOT_COVERED: "Nothing more is needed.",
        State.NO_DETERMINATION: "There is no determination. "
        + ("You may ask again." if mine else "The developer may ask again."),
        State.CLOSED: "The request closed without prejudice. "
        + ("You can file it anew, prefilled." if mine else ""),
        State.CONCLUDED: "The request is concluded.",
        State.WITHDRAWN: "The request was withdrawn. Nothing is held against anybody.",
    }
    return words[matter.visible_state].strip()


def _people(matter: Matter) -> list[tuple[str, str]]:
    """Return the people on the reader's own side, by name and roles."""
    return [
        (row.person.name, ", ".join(str(Role(role).label) for role in row.roles))
        for row in _parties(log=matter.request.log_id, side=str(matter.side))
    ]


@prepared_query(log=uuid.UUID)
def _parties(log: uuid.UUID, *, side: str) -> QuerySet[Party]:
    return (
        Party.in_effect(log)
        .filter(side=side)
        .select_related("person")
        .order_by("person__folded", "person__name", "person")
    )


def _facts(matter: Matter) -> list[tuple[Any, ...]]:
    request = matter.request
    facts: list[tuple[Any, ...]] = [
        ("Model", request.model.codename),
        ("Developer", request.model.developer.name),
        (
            "Policy",
            f"Version {request.policy.number}" if request.policy else "Pinned when submitted",
            reverse("request_policy", args=[request.number]),
            "Read",
        ),
        ("Submitted", request.submitted_at),
        ("Lead reviewer", (request.lead.name if request.lead else None) if matter.is_government else None),
        ("Outcome", {"covered": "Covered", "not_covered": "Not covered"}.get(request.standing_outcome)),
        ("Determined", request.determined_at),
        ("Shared with the developer", "" if _outcome(matter) else request.sharing_text),
        ("New information", request.new_information),
        ("Planned release to partners", request.model.planned_partner_release_at),
        ("Planned public release", request.model.planned_public_release_at),
        ("The 30 days began", request.model.clock_started_at),
    ]
    return [fact for fact in facts if fact[1]]
