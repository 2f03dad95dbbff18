"""Pages about a developer's models: variants, the release plan, the thirty days, and the requests about each."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from designation.access.models import Party
from designation.frontier_models.models import FrontierModel
from designation.people.models import Organization
from designation.people.views.scope import for_developers
from designation.roles import DEVELOPERS, Side
from designation.web.access import Access, Rule, View, declare
from designation.web.actor import actor_of
from designation.web.paging import page_of
from designation.web.reader import Reader
from designation.web.step_links import steps_for, tag
from designation.web.step_views import step_page
from workflow import clock
from workflow.guards import Actor


@dataclass
class Developer(Reader):
    """A developer-side person who reads a page about a model of their own organization."""

    actor: Actor
    now: datetime

    @property
    def is_developer(self) -> bool:
        """Whether the reader is on the developer's side. Always true, because nobody else can open a model."""
        return True

    def context(self, _tab: str, /, **more: Any) -> dict[str, Any]:
        """Return the context that every page of a model shows around its content."""
        return {"now": self.now, "voluntary": True, "handling": "CUI//PROPIN"} | more


def for_model(view: View) -> View:
    """Turn a function of (request, reader, model, …) into a page for the people of the model's developer.

    They must hold a matter role there. Anyone else gets 404.
    """

    @login_required
    @wraps(view)
    def shown(http: HttpRequest, model_id: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(http)
        models = FrontierModel.with_roles(actor.id).select_related("developer", "same_as")
        row = models.filter(pk=model_id).first()
        held = row.held_roles if row else ()
        if DEVELOPERS.isdisjoint((one.side, one.role) for one in held):
            raise Http404
        return view(http, Developer(actor, clock.now()), row, *args, **kwargs)

    return declare(shown, Access(Rule.MODEL, DEVELOPERS))


@for_developers
def model_list(http: HttpRequest, organization: Organization) -> HttpResponse:
    """List the models of the reader's organization."""
    rows = FrontierModel.objects.filter(developer=organization).select_related("same_as")
    page = page_of(http, rows, by=("codename", "id"))
    return render(http, "frontier_models/list.html", {"heading": "Models", "page": page, "voluntary": True})


@for_model
def model_page(http: HttpRequest, reader: Developer, model: FrontierModel) -> HttpResponse:
    """Show one model."""
    mine = Party.of(reader.actor.id).values("matter")
    requests = list(model.requests.filter(log__in=mine).order_by("-created_at"))
    for request in requests:
        state = request.visible_state(Side.DEVELOPER)
        request.shown = tag(state.value, state.label)
    latest = next((request.number for request in requests), "")
    moves = ("move_release_earlier", "move_release_later")
    steps = steps_for(model, reader, lambda name: _address(model, latest, name), also=moves if latest else ())
    facts = [
        ("Planned release to other trusted partners", model.planned_partner_release_at),
        ("Planned public release", model.planned_public_release_at),
        ("The 30 days began", model.clock_started_at),
        ("Registered before as", model.same_as.codename if model.same_as else ""),
    ]
    context = reader.context(
        "",
        heading=model.codename,
        crumbs=[("Models", reverse("models"))],
        model=model,
        variants=list(model.variants.all()),
        requests=requests,
        facts=[fact for fact in facts if fact[1]],
        steps=steps,
    )
    return render(http, "frontier_models/page.html", context)


def _address(model: FrontierModel, number: str, step: str) -> str:
    if step.startswith("move_release"):
        return reverse("release", args=[number, step])
    return reverse("model_step", args=[model.pk, step])


@for_model
def model_step(http: HttpRequest, reader: Developer, model: FrontierModel, step: str) -> HttpResponse:
    """Show or take one step of a model."""
    back = reverse("model", args=[model.pk])
    return step_page(
        http,
        reader,
        model,
        step,
        back=back,
        context={"crumbs": [("Models", reverse("models")), (model.codename, back)]},
    )
