"""Evaluators of a window: the government names them, the developer concurs, and the person accepts."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from designation.requests.matter import Matter, load
from designation.web.action_page import CONFLICT, reasons
from designation.web.fields import choices_of
from designation.web.step_links import steps_for, tag
from designation.web.step_views import step_page, take_back_page
from designation.windows import actions
from designation.windows.facts import clauses_in_words, window_of
from designation.windows.models import Grant, Window
from workflow.errors import Refused


def evaluators(window: Window, matter: Matter) -> list[dict[str, Any]]:
    """Return the named evaluators with their status and the steps that the reader can take."""
    rows = (
        Grant.with_roles(matter.actor.id)
        .filter(window=window)
        .select_related("person__office__organization")
        .annotate(eligible=Exists(Grant.held_in(window).filter(pk=OuterRef("appointment"))))
    )
    shown = []
    for grant in rows.order_by("state", "pk"):
        if matter.only_evaluates and grant.person_id != matter.actor.id:
            continue
        grant.window = window
        url, name = _grant_url(matter, window, grant), grant.name_for(matter.side)
        signed_as = {grant.person_id: name}
        shown.append(
            {
                "name": name,
                "organization": grant.person.organization.short_name,
                "state": _standing(grant),
                "steps": steps_for(grant, matter, url, names=signed_as) if grant.state != "ended" else [],
            }
        )
    return shown


def _standing(grant: Any) -> dict[str, str]:
    """Return the status of a grant as a tag. A grant whose appointment has ended gives no access."""
    if grant.state == "ended" or grant.eligible:
        return tag(grant.state, grant.get_state_display(), final=grant.state == "ended")
    return tag("ineligible", "No longer eligible", final=True)


def _grant_url(matter: Matter, window: Window, grant: Grant) -> Any:
    return lambda name: reverse("grant_step", args=[matter.request.number, window.number, grant.pk, name])


class NameForm(forms.Form):
    """The person to name as an evaluator."""

    person = forms.ChoiceField(
        label="Evaluator", help_text="Evaluators of the agencies that both sides named in the terms."
    )

    def __init__(self, window: Window, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in actions.nameable(window)}
        self.fields["person"].choices = choices_of(self.people.values(), agencies=True)


@login_required
def evaluator_name(http: HttpRequest, number: str, window: int) -> HttpResponse:
    """Name an evaluator for a window."""
    matter = load(http, number)
    row = window_of(matter, window)
    if not matter.roles & actions.NOMINATES or row.state not in actions.NAMEABLE:
        raise Http404
    form = NameForm(row, http.POST or None)
    problems: list[str] = []
    if http.method == "POST" and form.is_valid():
        person = form.people[form.cleaned_data["person"]]
        try:
            actions.nominate(row, actor=matter.actor, person=person)
        except Refused as refused:
            problems = reasons(refused)
        else:
            messages.success(
                http, f"{person.name} is named. The developer concurs next, then the person accepts."
            )
            return redirect("window", number, window)
    context = matter.context(
        "windows",
        state=None,
        heading="Name an evaluator",
        form=form,
        problems=problems,
        button="Name this evaluator",
        cancel_url=reverse("window", args=[number, window]),
        page_title="Name an evaluator",
        crumbs=[
            (f"Request {number}", matter.url),
            (f"Window {window}", reverse("window", args=[number, window])),
        ],
    )
    return render(http, "windows/form.html", context, status=CONFLICT if problems else 200)


def _grant(http: HttpRequest, number: str, window: int, grant: uuid.UUID) -> tuple[Matter, Grant]:
    matter = load(http, number)
    row = window_of(matter, window)
    found = get_object_or_404(Grant.with_roles(matter.actor.id), pk=grant, window=row)
    if matter.only_evaluates and found.person_id != matter.actor.id:
        raise Http404
    found.window = row
    return matter, found


@login_required
def grant_step(http: HttpRequest, number: str, window: int, grant: uuid.UUID, step: str) -> HttpResponse:
    """Take one step of a named evaluator's grant."""
    matter, row = _grant(http, number, window, grant)
    accepts = step in ("activate", "accept_new_terms")
    words = {"terms_words": clauses_in_words(row.window.present_terms, matter)} if accepts else {}
    return step_page(http, matter, row, step, back=reverse("window", args=[number, window]), context=words)


@login_required
def grant_take_back(http: HttpRequest, number: str, window: int, grant: uuid.UUID, step: str) -> HttpResponse:
    """Withdraw one's own signature from a step of a grant."""
    matter, row = _grant(http, number, window, grant)
    return take_back_page(http, matter, row, step, back=reverse("window", args=[number, window]))
