"""Beginning a request: choose a model or register one, or file an ended request anew."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse

from designation.actions import requests as actions
from designation.lifecycles.request_states import FINAL
from designation.models import FrontierModel
from designation.models.application import SECTIONS
from designation.roles import DEVELOPER_ROLES, Side
from designation.web.actor import actor_of
from designation.web.confirming import CONFLICT, reasons
from designation.web.matters import load
from workflow.errors import Refused


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
def file_again(http: HttpRequest, number: str) -> HttpResponse:
    """File a closed request anew, prefilled, with one click."""
    matter = load(http, number)
    if http.method != "POST" or not matter.roles & DEVELOPER_ROLES or matter.request.state not in FINAL:
        raise Http404
    request = actions.begin(matter.request.model, actor=matter.actor)
    messages.success(http, "A new draft is prefilled from the earlier request.")
    return redirect("application", request.number)


urlpatterns: list[URLPattern] = [
    path("begin/", begin, name="request_begin"),
    path("<str:number>/again/", file_again, name="request_again"),
]
