"""Evaluators of a window: the government names them, the developer concurs, and the person accepts."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from designation.access.permissions import Permission
from designation.people.models import Appointment
from designation.web.action_page import CONFLICT, reasons
from designation.web.fields import choices_of
from designation.web.step_links import Steps, is_due, steps_for, tag
from designation.web.step_views import step_page, take_back_page
from designation.windows import actions
from designation.windows.facts import clauses_in_words
from designation.windows.matter import WindowMatter, for_window
from designation.windows.models import Grant, Window
from designation.windows.rules.naming import NAMEABLE
from workflow.affordances import creation_affordance
from workflow.errors import Refused


def evaluators(matter: WindowMatter, steps: Steps) -> list[dict[str, Any]]:
    """Return the named evaluators with their status and the steps that the reader can take.

    A person who is only an evaluator sees only themselves. What is due, and what is final, is added to `steps`.
    """
    window = matter.window
    rows = (
        Grant.with_roles(matter.actor.id)
        .filter(window=window)
        .select_related("person__office__organization")
        .annotate(
            eligible=Exists(Grant.held_in(window).filter(pk=OuterRef("appointment"))),
            stopped=Exists(Appointment.objects.suspended().filter(pk=OuterRef("appointment"))),
        )
    )
    if not matter.may(Permission.READ_EVALUATORS):
        rows = rows.filter(person=matter.actor.id)
    shown = []
    for grant in rows.order_by("state", "pk"):
        grant.window = window
        url, name = _grant_url(matter, grant), grant.name_for(matter.side)
        signed_as = {grant.person_id: name}
        own = Steps()
        if grant.state != "ended":
            own.add(steps_for(grant, matter, url, names=signed_as), due=is_due(grant, matter))
        steps.due += own.due
        steps.rare += own.rare
        shown.append(
            {
                "name": name,
                "organization": grant.person.organization.short_name,
                "state": _standing(grant),
                "steps": own.others,
            }
        )
    return shown


def _standing(grant: Any) -> dict[str, str]:
    """Return the status of a grant as a tag. A grant whose appointment has ended gives no access."""
    if grant.state == "ended" or grant.eligible:
        return tag(grant.state, grant.get_state_display(), final=grant.state == "ended")
    if grant.stopped:
        return {"label": "Access stopped", "tone": "stopped"}
    return tag("ineligible", "No longer eligible", final=True)


def _grant_url(matter: WindowMatter, grant: Grant) -> Any:
    return lambda name: matter.link("grant_step", grant.pk, name)


class NameForm(forms.Form):
    """The person to name as an evaluator."""

    person = forms.ChoiceField(
        label="Evaluator", help_text="Evaluators of the agencies that both sides named in the terms."
    )

    def __init__(self, window: Window, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in actions.nameable(window)}
        self.fields["person"].choices = choices_of(self.people.values(), agencies=True)


@for_window(Permission.READ_EVALUATORS)
def evaluator_name(http: HttpRequest, matter: WindowMatter) -> HttpResponse:
    """Name an evaluator for a window."""
    row = matter.window
    if row.state not in NAMEABLE or creation_affordance(Grant, "nominate", row, matter.actor) is None:
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
            return redirect(matter.url)
    context = matter.context(
        "windows",
        state=None,
        heading="Name an evaluator",
        form=form,
        problems=problems,
        button="Name this evaluator",
        cancel_url=matter.url,
        page_title="Name an evaluator",
        crumbs=matter.crumbs(),
    )
    return render(http, "windows/form.html", context, status=CONFLICT if problems else 200)


def _grant(matter: WindowMatter, grant: uuid.UUID) -> Grant:
    """Return a grant that the reader may read: any, or their own. Raises: Http404."""
    rows = Grant.with_roles(matter.actor.id).filter(window=matter.window)
    if not matter.may(Permission.READ_EVALUATORS):
        rows = rows.filter(person=matter.actor.id)
    found: Grant = get_object_or_404(rows, pk=grant)
    found.window = matter.window
    return found


@for_window(Permission.READ_WINDOW)
def grant_step(http: HttpRequest, matter: WindowMatter, grant: uuid.UUID, step: str) -> HttpResponse:
    """Take one step of a named evaluator's grant."""
    row = _grant(matter, grant)
    accepts = step in ("activate", "accept_new_terms")
    words = {"terms_words": clauses_in_words(row.window.present_terms, matter)} if accepts else {}
    return step_page(http, matter, row, step, back=matter.url, context=words)


@for_window(Permission.READ_WINDOW)
def grant_take_back(http: HttpRequest, matter: WindowMatter, grant: uuid.UUID, step: str) -> HttpResponse:
    """Withdraw one's own signature from a step of a grant."""
    row = _grant(matter, grant)
    return take_back_page(http, matter, row, step, back=matter.url)
