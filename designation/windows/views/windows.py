"""Access windows: the list, the page with the picture of the thirty days, and the pages of their steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from designation import declarations
from designation.access.participation import participation_of
from designation.access.permissions import IN_WINDOW, Permission, granting
from designation.requests.matter import Matter, for_request
from designation.roles import DEVELOPER_ROLES
from designation.web.access import by_role
from designation.web.action_page import reasons
from designation.web.paging import page_of
from designation.web.step_links import Steps, as_steps, is_due, offers_for, tag
from designation.web.step_views import step_page, take_back_page
from designation.windows import actions
from designation.windows.facts import (
    bar_of,
    clauses_in_words,
    no_window_because,
    own_access,
    signatures_of,
    suspensions_of,
)
from designation.windows.lifecycle.states import State
from designation.windows.matter import FINAL, WindowMatter, for_window
from designation.windows.models import Grant, Window
from designation.windows.views.evaluators import evaluators
from designation.windows.views.release import MOVES
from designation.windows.views.terms import WRITING
from workflow.affordances import affordances, creation_affordance
from workflow.approvals.standing import covers
from workflow.errors import Refused
from workflow.perform import SIGNED
from workflow.steps import step_of

PATH = (
    ("draft", "Draft"),
    ("proposed", "Proposed"),
    ("scheduled", "Scheduled"),
    ("open", "Open"),
    ("closed", "Closed"),
    ("destroyed", "Destroyed"),
)


def in_list(row: Window, number: str) -> dict[str, Any]:
    """Return a window of the request with this number as a row of a list."""
    return {
        "number": row.number,
        "title": row.title,
        "in_words": row.in_words,
        "url": reverse("window", args=[number, row.number]),
        "state": tag(row.state, row.get_state_display(), final=row.state in FINAL),
        "opens_at": row.opened_at or row.opens_at,
        "ends_at": row.ends_at or row.signed_end,
        "version": row.terms.number if row.terms else None,
    }


@by_role(granting(IN_WINDOW, Permission.READ_WINDOW))
def my_windows(http: HttpRequest) -> HttpResponse:
    """List every access window in which the signed-in person takes part, the newest first."""
    rows = participation_of(http.user.pk).seen(
        Window.objects.select_related("request__model", "terms", "partner").annotate(
            created_at=F("request__created_at")
        )
    )
    page = page_of(http, rows, by=("-created_at", "-number", "id"), size=25)
    shown = [
        in_list(row, row.request.number)
        | {"request": row.request.number, "codename": row.request.model.codename}
        for row in page.rows
    ]
    return render(http, "windows/mine.html", {"heading": "Access windows", "page": page, "windows": shown})


@for_request(Permission.LIST_WINDOWS)
def window_list(http: HttpRequest, matter: Matter) -> HttpResponse:
    """List the windows of a request, each with its dates within the thirty days."""
    number = matter.request.number
    rows = matter.request.windows.filter(log__in=matter.request.window_logs, partner=None)
    shown = [in_list(row, number) for row in rows.select_related("terms").order_by("-number")]
    model = matter.request.model
    plans = matter.may(Permission.PLAN_RELEASE)
    plan = [
        {"label": offer.step.label, "url": reverse("release", args=[number, offer.step.name])}
        for offer in (affordances(model, matter.actor, now=matter.now, only=MOVES) if plans else [])
    ]
    covered = matter.request.standing_outcome == "covered" and matter.request.is_live
    offer = creation_affordance(Window, "draft", matter.request, matter.actor, now=matter.now)
    no_window = no_window_because(model, matter.now) if covered else ""
    context = matter.context(
        "windows",
        page_title="Windows",
        windows=shown,
        plan=plan,
        model=model,
        no_window=no_window,
        may_draft=offer is not None and offer.allowed and not no_window,
    )
    return render(http, "windows/list.html", context)


@for_request(Permission.LIST_WINDOWS)
def window_begin(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Begin a draft of a window. Requires POST."""
    number = matter.request.number
    if http.method != "POST" or not matter.roles & DEVELOPER_ROLES:
        raise Http404
    try:
        window = actions.draft(matter.request, actor=matter.actor)
    except Refused as refused:
        messages.error(http, " ".join(reasons(refused)))
        return redirect("windows", number)
    return redirect("window_terms", number, window.number)


@for_window(Permission.READ_WINDOW)
def window_page(http: HttpRequest, matter: WindowMatter) -> HttpResponse:
    """Show a window: state, timeline, terms and signatures, evaluators, and what the reader can do."""
    row = matter.window
    offers = offers_for(row, matter)
    write_label = next((offer.step.label for offer in offers if offer.step.name in WRITING), "")
    if row.state == State.DRAFT and matter.roles & DEVELOPER_ROLES:
        write_label = "Go on with the draft"
    steps = Steps()
    steps.add(as_steps(offers, lambda name: matter.link("window_step", name)), due=is_due(row, matter))
    shown_evaluators = evaluators(matter, steps)
    naming = creation_affordance(Grant, "nominate", row, matter.actor, now=matter.now)
    may_name = naming is not None and naming.allowed
    waiting = [
        approval
        for approval in (matter.approvals if matter.may(Permission.READ_WHOLE_LOG) else ())
        if approval.subject_id == row.pk
        and covers(row, approval)
        and matter.side in _readers(row, approval.step)
    ]
    context = matter.context(
        "windows",
        window=row,
        page_title=row.title,
        stops=list(PATH[2:] if row.partner_id else PATH),
        present={"countered": "proposed", "suspended": "open", "destroying": "closed"}.get(
            row.state, row.state
        ),
        ended=row.get_state_display() if row.state in ("declined", "canceled") else "",
        bar=bar_of(row, matter),
        suspensions=suspensions_of(row, matter),
        due=steps.due,
        steps=steps.others,
        rare=steps.rare,
        write_url=matter.link("window_terms") if write_label else "",
        write_label=write_label,
        own_access=own_access(matter),
        clauses=clauses_in_words(row.present_terms, matter),
        negotiation=matter.may(Permission.READ_NEGOTIATION),
        signatures=signatures_of(row, matter),
        waiting=waiting,
        versions=range(row.terms.number if row.terms else 0, 0, -1),
        evaluators=shown_evaluators,
        may_name=may_name,
        asked_above=bool(write_label or steps.due or may_name)
        or any(one["steps"] for one in shown_evaluators),
        nobody_ready=may_name and all(one["state"]["label"] != "Active" for one in shown_evaluators),
        clocks=matter.clock_facts(row),
        live=row.state in ("open", "suspended"),
    )
    for added in declarations.listed("window_page", "CONTEXT"):
        context |= added(matter)
    return render(http, "windows/page.html", context)


def _readers(row: Window, step: str) -> tuple[str, ...]:
    """Return the sides that may see single signatures on a step."""
    facts = step_of(Window, step)
    return facts.entry_sides(row, facts.event + SIGNED)


@for_window(Permission.READ_WINDOW)
def window_step(http: HttpRequest, matter: WindowMatter, step: str) -> HttpResponse:
    """Take one step of a window."""
    row = matter.window
    extra: dict[str, Any] = {"terms_words": clauses_in_words(row.present_terms, matter)}
    if step not in ("approve", "accept_terms"):
        extra = {}
    return step_page(http, matter, row, step, back=matter.url, context=extra)


@for_window(Permission.READ_WINDOW)
def window_take_back(http: HttpRequest, matter: WindowMatter, step: str) -> HttpResponse:
    """Withdraw one's own signature from a step of a window."""
    row = matter.window
    return take_back_page(http, matter, row, step, back=matter.url)
