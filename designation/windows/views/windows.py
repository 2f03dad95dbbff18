"""Access windows: the list, the page with the picture of the thirty days, and the pages of their steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from designation.requests.matter import load
from designation.roles import DEVELOPER_ROLES
from designation.web.action_page import reasons
from designation.web.step_links import as_steps, offers_for, tag
from designation.web.step_views import step_page, take_back_page
from designation.windows import actions
from designation.windows.facts import (
    bar_of,
    clauses_in_words,
    no_window_because,
    own_access,
    signatures_of,
    suspensions_of,
    window_of,
)
from designation.windows.lifecycle.states import State
from designation.windows.models import Window
from designation.windows.views.evaluators import evaluators
from designation.windows.views.terms import WRITING
from workflow.affordances import affordances
from workflow.errors import Refused
from workflow.perform import SIGNED
from workflow.steps import step_of

FINAL = ("destroyed", "declined", "canceled")
PATH = (
    ("draft", "Draft"),
    ("proposed", "Proposed"),
    ("scheduled", "Scheduled"),
    ("open", "Open"),
    ("closed", "Closed"),
    ("destroyed", "Destroyed"),
)


@login_required
def window_list(http: HttpRequest, number: str) -> HttpResponse:
    """List the windows of a request, each with its dates within the thirty days."""
    matter = load(http, number)
    rows = matter.request.windows.select_related("terms")
    if not matter.is_developer:
        rows = rows.exclude(terms=None)
    if matter.only_evaluates:
        rows = rows.filter(pk__in=matter.evaluated)
    shown = [
        {
            "number": row.number,
            "url": reverse("window", args=[number, row.number]),
            "state": tag(row.state, row.get_state_display(), final=row.state in FINAL),
            "opens_at": row.opened_at or row.opens_at,
            "ends_at": row.ends_at or row.signed_end,
            "version": row.terms.number if row.terms else None,
        }
        for row in rows.order_by("-number")
    ]
    model = matter.request.model
    plan = [
        {"label": offer.step.label, "url": reverse("release", args=[number, offer.step.name])}
        for offer in (affordances(model, matter.actor, now=matter.now) if matter.is_developer else [])
        if offer.step.name in ("move_release_earlier", "move_release_later")
    ]
    covered = matter.request.standing_outcome == "covered" and matter.request.is_live
    drafts = covered and matter.is_developer and bool(matter.roles & DEVELOPER_ROLES)
    no_window = no_window_because(model, matter.now) if covered else ""
    context = matter.context(
        "windows",
        page_title="Windows",
        windows=shown,
        plan=plan,
        model=model,
        no_window=no_window,
        may_draft=drafts and not no_window,
    )
    return render(http, "windows/list.html", context)


@login_required
def window_begin(http: HttpRequest, number: str) -> HttpResponse:
    """Begin a draft of a window. Requires POST."""
    matter = load(http, number)
    if http.method != "POST" or not matter.is_developer:
        raise Http404
    try:
        window = actions.draft(matter.request, actor=matter.actor)
    except Refused as refused:
        messages.error(http, " ".join(reasons(refused)))
        return redirect("windows", number)
    return redirect("window_terms", number, window.number)


@login_required
def window_page(http: HttpRequest, number: str, window: int) -> HttpResponse:
    """Show a window: state, timeline, terms and signatures, evaluators, and what the reader can do."""
    matter = load(http, number)
    row = window_of(matter, window)
    offers = offers_for(row, matter)
    write_label = next((offer.step.label for offer in offers if offer.step.name in WRITING), "")
    if row.state == State.DRAFT and matter.roles & DEVELOPER_ROLES:
        write_label = "Go on with the draft"
    shown_evaluators = evaluators(row, matter)
    may_name = bool(matter.roles & actions.NOMINATES) and row.state in actions.NAMEABLE
    waiting = [
        approval
        for approval in matter.approvals
        if (approval.subject_id, approval.version) == (row.pk, row.version)
        and matter.side in _readers(row, approval.step)
    ]
    context = matter.context(
        "windows",
        heading=f"Window {row.number}",
        crumbs=[(f"Request {number}", matter.url), ("Windows", reverse("windows", args=[number]))],
        state=tag(row.state, row.get_state_display(), final=row.state in FINAL),
        window=row,
        page_title=f"Window {row.number}",
        stops=list(PATH),
        present={"countered": "proposed", "suspended": "open"}.get(row.state, row.state),
        ended=row.get_state_display() if row.state in ("declined", "canceled") else "",
        bar=bar_of(row, matter),
        suspensions=suspensions_of(row, matter),
        steps=as_steps(offers, lambda name: reverse("window_step", args=[number, window, name])),
        write_url=reverse("window_terms", args=[number, window]) if write_label else "",
        write_label=write_label,
        own_access=own_access(row),
        clauses=clauses_in_words(row.present_terms, matter),
        signatures=signatures_of(row),
        waiting=waiting,
        versions=range(row.terms.number if row.terms else 0, 0, -1),
        evaluators=shown_evaluators,
        may_name=may_name,
        asked_beside=bool(write_label) or may_name or any(one["steps"] for one in shown_evaluators),
        clocks=matter.clock_facts(row),
        live=row.state in ("open", "suspended"),
    )
    return render(http, "windows/page.html", context)


def _readers(row: Window, step: str) -> tuple[str, ...]:
    """Return the sides that may see single signatures on a step."""
    facts = step_of(Window, step)
    return facts.entry_sides(row, facts.event + SIGNED)


@login_required
def window_step(http: HttpRequest, number: str, window: int, step: str) -> HttpResponse:
    """Take one step of a window."""
    matter = load(http, number)
    row = window_of(matter, window)
    extra: dict[str, Any] = {"terms_words": clauses_in_words(row.present_terms, matter)}
    if step not in ("approve", "accept_terms"):
        extra = {}
    return step_page(http, matter, row, step, back=reverse("window", args=[number, window]), context=extra)


@login_required
def window_take_back(http: HttpRequest, number: str, window: int, step: str) -> HttpResponse:
    """Withdraw one's own signature from a step of a window."""
    matter = load(http, number)
    row = window_of(matter, window)
    return take_back_page(http, matter, row, step, back=reverse("window", args=[number, window]))
