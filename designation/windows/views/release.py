"""Moving the planned release to other trusted partners: see what it does to every window, then confirm."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from designation.frontier_models.models import FrontierModel
from designation.requests.matter import Matter, load
from designation.web.confirming import CONFLICT, place
from designation.web.fields import EasternTimeField
from designation.windows.facts import bar_of, with_interruptions
from workflow.affordances import affordances
from workflow.approvals import to_jsonable
from workflow.errors import KeyReused, Refused
from workflow.guards import Refusal, StepContext, refusals
from workflow.perform import perform
from workflow.steps import Step

UNDER_NEGOTIATION, LIVE = ("proposed", "countered"), ("open", "suspended")
AGREED = ("scheduled", *LIVE)
MOVES = ("move_release_earlier", "move_release_later")


class ReleaseForm(forms.Form):
    """The new plan."""

    partner_release = EasternTimeField(label="Planned release to other trusted partners")
    public_release = EasternTimeField(
        label="Planned public release", help_text="Leave it as it is if it does not change.", required=False
    )


@login_required
def release(http: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask for the new date, show what it does to the windows, and move it once that is confirmed."""
    matter = load(http, number)
    model = (
        FrontierModel.with_roles(matter.actor.id).select_related("same_as").get(pk=matter.request.model_id)
    )
    offer = next((o for o in affordances(model, matter.actor, now=matter.now) if o.step.name == step), None)
    if not matter.is_developer or step not in MOVES or offer is None:
        raise Http404
    present = {
        "partner_release": model.planned_partner_release_at,
        "public_release": model.planned_public_release_at,
    }
    form = ReleaseForm(http.POST or None, initial=present)
    is_refused = False
    previews: list[dict[str, Any]] = []
    if http.method == "POST" and form.is_valid():
        plan = dict(form.cleaned_data)
        if "confirm" in http.POST and _move(http, matter, model, step, form):
            messages.success(http, f"Done: {offer.step.label}.")
            return redirect("windows", number)
        if not form.errors:
            place(Refused(_refusals(matter, model, offer.step, plan)), form)
        is_refused = bool(form.errors)
        if step == "move_release_earlier" and not is_refused:
            previews = preview(matter, model, plan["partner_release"])
    asked = http.method == "POST" and not form.errors
    context = matter.context(
        "windows",
        state=None,
        heading=offer.step.label,
        form=form,
        previews=previews,
        asked=asked,
        consequence=offer.step.consequence,
        button=offer.step.label,
        model=model,
        page_title=offer.step.label,
        key=http.POST.get("key") or str(uuid.uuid4()),
        version=model.version,
        cancel_url=reverse("windows", args=[number]),
        crumbs=[(f"Request {number}", matter.url), ("Windows", reverse("windows", args=[number]))],
    )
    return render(http, "windows/release.html", context, status=CONFLICT if is_refused else 200)


def _refusals(matter: Matter, model: FrontierModel, facts: Step, plan: dict[str, Any]) -> list[Refusal]:
    """Return why the model could not take this plan, before anything is confirmed."""
    return refusals(facts.checks, model, StepContext(matter.actor, matter.now, inputs=to_jsonable(plan)))


def _move(http: HttpRequest, matter: Matter, model: FrontierModel, step: str, form: ReleaseForm) -> bool:
    """Move the release; what stands in the way comes into the form."""
    key = http.POST.get("key", "")[:64] or None
    try:
        perform(model, step, actor=matter.actor, inputs=to_jsonable(form.cleaned_data), key=key)
    except Refused as refused:
        place(refused, form)
    except KeyReused as reused:
        form.add_error(None, str(reused))
    return not form.errors


def preview(matter: Matter, model: FrontierModel, at: datetime) -> list[dict[str, Any]]:
    """Return what a release at `at` would do to each window that is not over, with its bar redrawn."""
    found = []
    windows = with_interruptions(model.original.windows.order_by("opens_at"))
    for window in windows.filter(state__in=[*AGREED, *UNDER_NEGOTIATION]).select_related("request"):
        end = window.ends_at or window.signed_end
        too_late = window.opens_at >= (at if window.state in UNDER_NEGOTIATION else max(at, matter.now))
        canceled = window.state not in LIVE and too_late
        if end <= at or (window.state in UNDER_NEGOTIATION and not canceled):
            continue
        bar = bar_of(window, matter)
        if bar is not None:
            bar |= {"ends_at": max(at, matter.now, bar["opens_at"]), "partner_release_at": at}
        words = "is canceled, because it would open too late" if canceled else "ends earlier"
        found.append({"window": window, "words": words, "was": end, "bar": None if canceled else bar})
    return found


urlpatterns: list[URLPattern] = [path("<str:number>/release/<str:step>/", release, name="release")]
