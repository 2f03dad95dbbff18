"""Begin a request: choose a model, register a new model, or file an ended request again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from designation.access.permissions import Permission
from designation.frontier_models.models import FrontierModel
from designation.people.models import Organization
from designation.people.views.scope import for_developers
from designation.policies.application import SECTIONS
from designation.requests import under_way
from designation.requests.actions import beginning
from designation.requests.actions import drafting as actions
from designation.requests.lifecycle.states import FINAL
from designation.requests.matter import Matter, for_request
from designation.requests.models import Request
from designation.roles import DEVELOPER_ROLES
from designation.web.action_page import CONFLICT, add_refusals
from designation.web.actor import actor_of
from workflow.errors import Refused


class BeginForm(forms.Form):
    """The model of a new request. `beside` is shown only if a request about it is already under way."""

    model = forms.ChoiceField(
        label="Model",
        widget=forms.RadioSelect,
        help_text="In brackets: its requests that are not over. For the same variants there is one at a time.",
    )
    codename = forms.CharField(
        label="Codename of the new model",
        help_text="Only for a new model. Choose a name that says nothing. It appears in lists of the people of this "
        "matter only.",
        max_length=80,
        required=False,
    )
    beside = forms.BooleanField(
        label="Begin a further draft about this model all the same", required=False, widget=forms.HiddenInput
    )

    def __init__(self, models: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["model"].choices = [*models, ("new", "A new model")]
        self.initial.setdefault("model", None if models else "new")
        self.fields["codename"].wanted = True

    def clean(self) -> dict[str, Any]:
        """Require a codename for a new model."""
        values = super().clean() or {}
        if values.get("model") == "new" and not values.get("codename", "new"):
            self.add_error("codename", "Give the new model a codename.")
        return values

    def ask_whether_beside(self) -> None:
        """Show the checkbox with which the person confirms that they want another draft."""
        self.fields["beside"].widget = forms.CheckboxInput()


@for_developers
def begin(http: HttpRequest, organization: Organization) -> HttpResponse:
    """Begin a request about a registered or a new model. Requests already under way are shown first."""
    models = FrontierModel.objects.filter(developer=organization).select_related("same_as")
    form = BeginForm(under_way.labels(models, http.user.pk), http.POST or None)
    model, rivals, is_refused = None, None, False
    if http.method == "POST" and form.is_valid():
        if form.cleaned_data["model"] != "new":
            model = get_object_or_404(models, pk=form.cleaned_data["model"])
            rivals = under_way.beside(Request.objects.about(model).under_way(), http.user.pk)
        if rivals and not form.cleaned_data["beside"]:
            form.ask_whether_beside()
        else:
            try:
                return _begun(http, organization, model, form.cleaned_data["codename"])
            except Refused as refused:
                add_refusals(refused, form)
                is_refused = True
    context = {
        "heading": "Begin a request",
        "lead": "A request asks whether one model is a covered frontier model. You can leave at any time.",
        "crumbs": [("Requests", reverse("requests"))],
        "form": form,
        "model": model,
        "rivals": rivals,
        "button": "Begin the draft",
        "cancel_url": reverse("requests"),
    }
    return render(http, "requests/begin.html", context, status=CONFLICT if is_refused or rivals else 200)


def _begun(
    http: HttpRequest, organization: Organization, model: FrontierModel | None, codename: str
) -> HttpResponse:
    """Begin the draft, after registering the model if it is new. Raises: Refused."""
    actor = actor_of(http)
    if model is None:
        request = beginning.begin_about_new(organization, actor=actor, codename=codename)
    else:
        request = beginning.begin_about(model, actor=actor)
    messages.success(http, "Your draft is saved. Only your organization sees it until it is submitted.")
    return redirect("application_section", request.number, SECTIONS[0].name)


@for_request(Permission.READ_APPLICATION)
def file_again(http: HttpRequest, matter: Matter) -> HttpResponse:
    """File an ended request again as a prefilled draft. Requires POST."""
    if http.method != "POST" or not matter.roles & DEVELOPER_ROLES or matter.request.state not in FINAL:
        raise Http404
    request = actions.begin(matter.request.model, actor=matter.actor)
    messages.success(http, "A new draft is prefilled from the earlier request.")
    return redirect("application", request.number)
