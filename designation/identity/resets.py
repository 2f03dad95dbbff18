"""Pages of resets: administrators ask for one, and two of them sign it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from designation.identity.actions import ask_for_reset
from designation.identity.models import FactorReset
from designation.identity.words import TONES
from designation.people.views.scope import CHANGES, OrganizationReader, crumbs_to, for_organization, person_in
from designation.web.action_page import ActionPage, action_page
from designation.web.actor import actor_of
from designation.web.fields import Paragraph
from designation.web.step_links import steps_for
from designation.web.step_views import step_page, take_back_page
from workflow import clock


class AskForm(forms.Form):
    """Why somebody's ways to sign in are to be removed."""

    reason = forms.CharField(
        max_length=400,
        label="Reason",
        help_text="Say how you made sure that it is them who asks, for example by a call to a number that you know.",
        widget=Paragraph(attrs={"rows": 3}),
    )


@for_organization(CHANGES)
def factor_reset_ask(request: HttpRequest, row: Any, person_id: uuid.UUID) -> HttpResponse:
    """Ask for a reset of how a person signs in."""
    someone = person_in(row, person_id)
    form = AskForm(request.POST or None)
    page = ActionPage(
        form=form,
        gentle=True,
        heading=f"Reset how {someone} signs in?",
        button="Ask for the reset",
        consequences=[
            "Two administrators of different offices sign. Then every passkey, the app and the codes are removed.",
            "The person is told at once that you asked.",
        ],
        back=reverse("person", args=[row.pk, someone.pk]),
        crumbs=crumbs_to(row),
        act=lambda: ask_for_reset(someone, actor=actor_of(request), reason=form.cleaned_data["reason"]),
        on_success=lambda made: redirect("factor_reset", row.pk, made.pk),
    )
    return action_page(request, page)


@for_organization(CHANGES)
def factor_reset(request: HttpRequest, row: Any, pk: uuid.UUID) -> HttpResponse:
    """Show a reset: whose, why, and who signed."""
    reset = _reset_in(row, pk, request)
    reader = OrganizationReader(actor_of(request), clock.now(), row)
    context = {
        "heading": str(reset),
        "crumbs": crumbs_to(row),
        "state": {"label": reset.get_state_display(), "tone": TONES["FactorReset"][reset.state]},
        "organization": row,
        "reset": reset,
        "facts": [
            ("Person", reset.person.name, reverse("person", args=[row.pk, reset.person_id]), "See"),
            ("Address", reset.person.email),
            ("Reason", reset.reason),
            ("Asked by", reset.asked_by.name),
        ],
        "steps": steps_for(
            reset, reader, lambda step: reverse("factor_reset_step", args=[row.pk, reset.pk, step])
        ),
        "now": reader.now,
    }
    return render(request, "people/factor_reset.html", context)


@for_organization(CHANGES)
def factor_reset_step(request: HttpRequest, row: Any, pk: uuid.UUID, step: str) -> HttpResponse:
    """Sign or decline a reset."""
    reset = _reset_in(row, pk, request)
    reader = OrganizationReader(actor_of(request), clock.now(), row)
    return step_page(request, reader, reset, step, back=reverse("factor_reset", args=[row.pk, reset.pk]))


@for_organization(CHANGES)
def factor_reset_take_back(request: HttpRequest, row: Any, pk: uuid.UUID, step: str) -> HttpResponse:
    """Take back a signature for a reset."""
    reset = _reset_in(row, pk, request)
    reader = OrganizationReader(actor_of(request), clock.now(), row)
    return take_back_page(request, reader, reset, step, back=reverse("factor_reset", args=[row.pk, reset.pk]))


def _reset_in(row: Any, pk: uuid.UUID, request: HttpRequest) -> Any:
    rows = FactorReset.with_roles(request.user.pk).select_related(
        "person__office", "asked_by", "organization"
    )
    return get_object_or_404(rows, pk=pk, organization=row)
