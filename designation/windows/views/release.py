"""Move the planned release to other trusted partners. The page shows the effect on every window first."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from designation.access.permissions import Permission
from designation.frontier_models.models import FrontierModel
from designation.requests.matter import Matter, for_request
from designation.web.action_page import ActionPage, action_page
from designation.web.fields import EasternTimeField
from designation.web.step_views import said
from designation.windows.facts import bar_of
from designation.windows.queries import with_interruptions
from workflow.affordances import affordances
from workflow.approvals import to_jsonable
from workflow.errors import Refused
from workflow.guards import StepContext, refusals
from workflow.perform import perform

UNDER_NEGOTIATION, LIVE = ("proposed", "countered"), ("open", "suspended")
AGREED = ("scheduled", *LIVE)
MOVES = ("move_release_earlier", "move_release_later")


class ReleaseForm(forms.Form):
    """The new release dates."""

    partner_release = EasternTimeField(label="Planned release to other trusted partners")
    public_release = EasternTimeField(
        label="Planned public release", help_text="Leave it as it is if it does not change.", required=False
    )


@for_request(Permission.PLAN_RELEASE)
def release(http: HttpRequest, matter: Matter, step: str) -> HttpResponse:
    """Ask for the new date, show its effect on the windows, and move the release after confirmation."""
    number = matter.request.number
    model = (
        FrontierModel.with_roles(matter.actor.id).select_related("same_as").get(pk=matter.request.model_id)
    )
    offer = next(iter(affordances(model, matter.actor, now=matter.now, only=[step])), None)
    if step not in MOVES or offer is None:
        raise Http404
    present = {
        "partner_release": model.planned_partner_release_at,
        "public_release": model.planned_public_release_at,
    }
    form = ReleaseForm(http.POST or None, initial=present)

    def show() -> dict[str, Any]:
        inputs = to_jsonable(form.cleaned_data)
        context = StepContext(matter.actor, matter.now, inputs=inputs)
        if found := refusals(offer.step.checks, model, context):
            raise Refused(found)
        moved = step == "move_release_earlier"
        return {"previews": preview(matter, model, form.cleaned_data["partner_release"]) if moved else []}

    page = ActionPage(
        heading=offer.step.label,
        button=offer.step.label,
        back=reverse("windows", args=[number]),
        act=lambda: perform(
            model,
            step,
            actor=matter.actor,
            inputs=to_jsonable(form.cleaned_data),
            key=http.POST.get("key", "")[:64] or None,
        ),
        done=lambda outcome: said(outcome, offer.step, matter, model),
        preview=show,
        form=form,
        hidden={"key": http.POST.get("key") or str(uuid.uuid4())},
        consequences=[offer.step.consequence],
        crumbs=[(f"Request {number}", matter.url), ("Windows", reverse("windows", args=[number]))],
        context={**matter.context("windows", heading=offer.step.label, state=None), "model": model},
        template="windows/release.html",
    )
    return action_page(http, page)


def preview(matter: Matter, model: FrontierModel, at: datetime) -> list[dict[str, Any]]:
    """Return what a release at `at` would do to each window that is not over, each with its new timeline."""
    found = []
    windows = with_interruptions(model.original.windows.filter(partner=None).order_by("opens_at"))
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
