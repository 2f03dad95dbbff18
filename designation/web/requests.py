"""The list of requests, the page of one, and its steps."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse

from designation.actions import requests as actions
from designation.lifecycles.request_states import ANSWERING, DETERMINED, FINAL, LIVE, UNDER_WAY, State
from designation.models import Appointment, Consultation, FrontierModel, Party, Request
from designation.models.application import SECTIONS, status
from designation.roles import DEVELOPER_ROLES, Side
from designation.web import feed
from designation.web.actor import actor_of
from designation.web.confirming import CONFLICT, reasons
from designation.web.matters import Matter, load, steps_for, tag
from designation.web.paging import page_of
from designation.web.stepping import step_page, take_back_page
from workflow.errors import Refused
from workflow.models import Entry

FILTERS: tuple[tuple[str, str, Q], ...] = (
    ("live", "Live", Q(state__in=LIVE)),
    ("waiting", "Questions open", Q(state__in=ANSWERING)),
    ("assessed", "In assessment", Q(state__in=[State.SUBMITTED, State.IN_ASSESSMENT, State.RECOMMENDED])),
    ("determined", "Determined", Q(state__in=DETERMINED)),
    ("ended", "Ended", Q(state__in=FINAL)),
)
PATH = (
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("in_assessment", "In assessment"),
    ("determined", "Determined"),
)
RECENT = 12
FACTS_FOR_EVALUATORS = ("Model", "Developer", "The 30 days began")


def visible_to(person: uuid.UUID) -> QuerySet[Request]:
    """Return the requests that a person may know of: those whose matter the party table names them in."""
    return Request.objects.filter(log__in=Party.of(person).values("matter"))


@login_required
def request_list(http: HttpRequest) -> HttpResponse:
    """List the requests of the person who is signed in, with search, filters and keyset paging."""
    rows = visible_to(http.user.pk).select_related("model__developer", "lead")
    rows = rows.annotate(only_evaluates=~Q(log__in=Party.beyond_evaluating(http.user.pk).values("matter")))
    chosen, search = http.GET.get("show", ""), http.GET.get("q", "").replace("\0", "").strip()
    for name, _label, condition in FILTERS:
        if name == chosen:
            rows = rows.filter(condition)
    if search:
        rows = rows.filter(Q(number__icontains=search) | Q(model__codename__icontains=search))
    page = page_of(http, rows, by=("-created_at", "id"), size=25)
    side = http.user.office.organisation.side
    for row in page.rows:
        state = row.shown_state("" if row.only_evaluates else side)
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
        "may_begin": Appointment.objects.counting()
        .filter(person=http.user.pk, role__in=DEVELOPER_ROLES)
        .exists(),
        "empty": "No request fits." if search or chosen else "There is no request here yet.",
    }
    return render(http, "requests/list.html", context)


def _filtered(http: HttpRequest, name: str) -> str:
    query = http.GET.copy()
    query.pop("after", None)
    query["show"] = name
    return f"?{query.urlencode()}"


class BeginForm(forms.Form):
    """Which model a new request is about."""

    model = forms.ChoiceField(label="Model", widget=forms.RadioSelect)
    codename = forms.CharField(
        label="Codename of the new model",
        help_text="Choose a name that says nothing. It appears in lists of the people of this matter only.",
        max_length=80,
        required=False,
    )

    def __init__(self, models: QuerySet[FrontierModel], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["model"].choices = [*((str(m.pk), m.codename) for m in models), ("new", "A new model")]
        self.initial.setdefault("model", "new" if not models else None)


@login_required
def begin(http: HttpRequest) -> HttpResponse:
    """Begin a request: choose a model or register a new one."""
    organisation = http.user.office.organisation
    held = {s.role for s in type(organisation).with_roles(http.user.pk).get(pk=organisation.pk).standing}
    if organisation.side != Side.DEVELOPER or not held & DEVELOPER_ROLES:
        raise Http404
    form = BeginForm(FrontierModel.objects.filter(developer=organisation), http.POST or None)
    problems: list[str] = []
    if http.method == "POST" and form.is_valid():
        actor = actor_of(http)
        try:
            if form.cleaned_data["model"] == "new":
                model = actions.register_model(
                    organisation, actor=actor, codename=form.cleaned_data["codename"]
                )
            else:
                model = get_object_or_404(
                    FrontierModel, pk=form.cleaned_data["model"], developer=organisation
                )
            request = actions.begin(model, actor=actor)
        except Refused as refused:
            problems = reasons(refused)
        else:
            messages.success(
                http, "Your draft is saved. Only your organisation sees it until it is submitted."
            )
            return redirect("application_section", request.number, SECTIONS[0].name)
    context = {
        "heading": "Begin a request",
        "lead": "A request asks whether one model is a covered frontier model. You can leave at any time.",
        "crumbs": [("Requests", reverse("requests"))],
        "form": form,
        "problems": problems,
        "button": "Begin the draft",
        "cancel_url": reverse("requests"),
    }
    return render(http, "requests/begin.html", context, status=CONFLICT if problems else 200)


@login_required
def overview(http: HttpRequest, number: str) -> HttpResponse:
    """Show where a request stands, what happens next and by when, what happened, and what the reader can do."""
    matter = load(http, number)
    request = matter.request
    context = matter.context(
        "request",
        stops=_stops(matter),
        present="determined" if request.state in DETERMINED else _present(matter),
        ended=request.get_state_display() if request.state in (*FINAL, State.NO_DETERMINATION) else "",
        exits=["Withdraw, at any time"] if matter.is_developer and request.state not in FINAL else [],
        next_words=next_words(matter),
        next_link=_next_link(matter),
        steps=steps_for(request, matter, lambda name: reverse("request_step", args=[number, name])),
        events=_recent(matter),
        clocks=matter.clock_facts(),
        facts=_facts(matter),
        consultations=consultations(matter),
    )
    return render(http, "requests/overview.html", context)


@login_required
def recent(http: HttpRequest, number: str) -> HttpResponse:
    """Return the newest ledger lines alone; the overview asks for them every five seconds."""
    matter = load(http, number)
    return render(http, "requests/feed.html", {"lines": _recent(matter)})


def _recent(matter: Matter) -> list[feed.Line]:
    """Return the newest lines of the request's log; who evaluates alone reads those of their own windows."""
    entries = Entry.objects.filter(log=matter.request.log_id)
    if matter.only_evaluates:
        entries = entries.filter(subject_id__in=matter.evaluated)
    return feed.lines(feed.named(entries).order_by("-index")[:RECENT], side=matter.side)


def _stops(matter: Matter) -> list[tuple[str, str]]:
    if not matter.is_government:
        return list(PATH)
    return [*PATH[:3], ("recommended", "Recommended"), PATH[3]]


def _present(matter: Matter) -> str:
    state = matter.shown_state
    return {"clarification_requested": "submitted", "information_requested": "in_assessment"}.get(
        state, str(state)
    )


def _next_link(matter: Matter) -> dict[str, str]:
    """Return the page on which the reader's next step lies, where that is not this one."""
    number, state = matter.request.number, matter.request.state
    if matter.only_evaluates:
        return {"label": "Read the windows", "url": reverse("windows", args=[number])}
    if matter.is_developer and state in ANSWERING:
        return {"label": "Answer the questions", "url": reverse("questions", args=[number])}
    if matter.request.standing_outcome == "covered" and state == "covered":
        return {"label": "Access windows", "url": reverse("windows", args=[number])}
    if matter.is_government and state in UNDER_WAY:
        return {"label": "Open the review workspace", "url": reverse("review", args=[number])}
    return {}


def next_words(matter: Matter) -> str:
    """Return in one sentence what happens next and who has to act; dates stand beside it."""
    mine = matter.is_developer
    you, they = ("you", "the government") if mine else ("the developer", "you")
    answering = f"{you.capitalize()} answer{'' if mine else 's'} questions; the other clock stands still."
    words = {
        State.DRAFT: "The draft is yours. Finish it, then your certifying officer submits it.",
        State.SUBMITTED: f"{they.capitalize()} check{'s' if mine else ''} whether the application is complete.",
        State.CLARIFICATION_REQUESTED: answering,
        State.INFORMATION_REQUESTED: answering,
        State.IN_ASSESSMENT: "The government assesses the model."
        + (" Nothing is asked of you now." if mine else ""),
        State.RECOMMENDED: "A determining official decides, and a records certifier attests the record.",
        State.COVERED: "The model is a covered frontier model. "
        + ("You may propose an access window." if mine else "The developer may propose an access window."),
        State.NOT_COVERED: "The model is not a covered frontier model. Nothing more is needed.",
        State.NO_DETERMINATION: "There is no determination. "
        + ("You may ask again." if mine else "The developer may ask again."),
        State.CLOSED: "The request closed without prejudice. "
        + ("You can file it anew, prefilled." if mine else ""),
        State.CONCLUDED: "The request is concluded.",
        State.WITHDRAWN: "The request was withdrawn. Nothing is held against anybody.",
    }
    return words[matter.shown_state].strip()


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
        ("Shared with the developer", request.sharing_text),
        ("New information", request.new_information),
        ("Planned release to partners", request.model.planned_partner_release_at),
        ("Planned public release", request.model.planned_public_release_at),
        ("The 30 days began", request.model.clock_started_at),
    ]
    if matter.only_evaluates:
        facts = [fact for fact in facts if fact[0] in FACTS_FOR_EVALUATORS]
    return [fact for fact in facts if fact[1]]


def consultations(matter: Matter) -> list[dict[str, Any]]:
    """Return the consultations with the steps that the reader could take; nothing for the developer's side."""
    if not matter.is_government or matter.request.accepted_at is None or matter.only_evaluates:
        return []
    rows = Consultation.with_roles(matter.actor.id).filter(request=matter.request)
    shown = []
    for row in rows.select_related("office", "answered_by").order_by("office__name"):
        mine = row.state == "open" and str(row.office_id) in {s.office for s in row.standing}
        url = _consultation_url(matter, row)
        shown.append({"row": row, "steps": steps_for(row, matter, url) if mine else []})
    return shown


def _consultation_url(matter: Matter, row: Consultation) -> Any:
    return lambda name: reverse("consultation_step", args=[matter.request.number, row.pk, name])


@login_required
def request_step(http: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take one step of a request."""
    matter = load(http, number)
    return step_page(http, matter, matter.request, step, back=matter.url)


@login_required
def request_take_back(http: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take the own signature under a step back."""
    matter = load(http, number)
    return take_back_page(http, matter, matter.request, step, back=matter.url)


@login_required
def consultation_step(http: HttpRequest, number: str, consultation: uuid.UUID, step: str) -> HttpResponse:
    """Answer a consultation."""
    matter = load(http, number)
    row = get_object_or_404(Consultation.with_roles(matter.actor.id), pk=consultation, request=matter.request)
    if not matter.is_government or matter.only_evaluates:
        raise Http404
    return step_page(http, matter, row, step, back=matter.url)


@login_required
def file_again(http: HttpRequest, number: str) -> HttpResponse:
    """File a closed request anew, prefilled, with one click."""
    matter = load(http, number)
    if http.method != "POST" or not matter.roles & DEVELOPER_ROLES or matter.request.state not in FINAL:
        raise Http404
    request = actions.begin(matter.request.model, actor=matter.actor)
    messages.success(http, "A new draft is prefilled from the earlier request.")
    return redirect("application", request.number)


def section_list(request: Request, present: str) -> list[dict[str, Any]]:
    """Return the sections of an application with how far each is, for the list beside it."""
    words = {"open": "open", "started": "needs attention", "done": "done"}
    return [
        {
            "title": section.title,
            "url": reverse("application_section", args=[request.number, section.name]),
            "standing": status(section, request.answers),
            "words": words[status(section, request.answers)],
            "current": section.name == present,
        }
        for section in SECTIONS
    ]


urlpatterns: list[URLPattern] = [
    path("", request_list, name="requests"),
    path("begin/", begin, name="request_begin"),
    path("<str:number>/", overview, name="request"),
    path("<str:number>/recent/", recent, name="request_recent"),
    path("<str:number>/again/", file_again, name="request_again"),
    path("<str:number>/steps/<str:step>/", request_step, name="request_step"),
    path("<str:number>/steps/<str:step>/take-back/", request_take_back, name="request_take_back"),
    path(
        "<str:number>/consultations/<uuid:consultation>/<str:step>/",
        consultation_step,
        name="consultation_step",
    ),
]
