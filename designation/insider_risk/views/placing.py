"""Placing a suspension: choose the smallest scope that works, give a reason, confirm."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from designation.access.permissions import Permission
from designation.artifacts.models import Artifact
from designation.content.folding import found_in
from designation.insider_risk import actions, options, reach
from designation.insider_risk.facts import whom
from designation.insider_risk.forms import PlaceForm
from designation.insider_risk.models import Suspension
from designation.insider_risk.scopes import OFFICER
from designation.insider_risk.views.readers import OF_ARTIFACTS, PLACERS
from designation.people.models import Organization, Person
from designation.web.access import by_role
from designation.web.action_page import ActionPage, action_page
from designation.web.actor import actor_of
from designation.web.paging import searched
from designation.web.proofs import proof_for
from designation.web.reader import Reader
from designation.windows.matter import WindowMatter, for_window
from workflow import clock
from workflow.affordances import creation_affordance
from workflow.creating.declaring import creation_of
from workflow.guards import Actor

FOUND = 50
CRUMBS = [("Suspensions", "suspensions")]


@by_role(PLACERS)
def find(http: HttpRequest) -> HttpResponse:
    """Search for a person or an organization to suspend, among those that the reader may know of."""
    search = searched(http)
    me = http.user.pk
    people = reach.people_of(me).filter(is_active=True)
    organizations = reach.organizations_of(me)
    within = _within(http, organizations)
    if within is not None:
        people, organizations = people.filter(office__organization=within), organizations.none()
    if search:
        people = people.filter(found_in("folded", search) | Q(email__icontains=search))
        organizations = organizations.filter(found_in("folded", search))
    wanted = bool(search) or within is not None
    context = {
        "heading": "Suspend access",
        "lead": "Find the person or the organization. You then choose how much to suspend.",
        "crumbs": _crumbs(http),
        "search": search,
        "within": within,
        "wanted": wanted,
        "people": list(people.order_by("folded", "name", "pk")[:FOUND]) if wanted else [],
        "organizations": list(organizations.order_by("folded", "name")[:FOUND]) if wanted else [],
        "most": FOUND,
        "now": clock.now(),
    }
    return render(http, "insider_risk/find.html", context)


def _within(http: HttpRequest, organizations: Any) -> Organization | None:
    try:
        key = uuid.UUID(http.GET.get("organization", ""))
    except ValueError:
        return None
    found: Organization | None = organizations.filter(pk=key).first()
    return found


@by_role(PLACERS)
def choose_for_person(http: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """Offer what can be suspended about a person, the smallest scope first."""
    someone = _person(http, person)
    return _choose(http, someone.name, options.for_person(someone, actor_of(http), clock.now()))


@by_role(PLACERS)
def choose_for_organization(http: HttpRequest, organization: uuid.UUID) -> HttpResponse:
    """Offer what can be suspended about an organization, the smallest scope first."""
    row = _organization(http, organization)
    return _choose(http, row.name, options.for_organization(row, actor_of(http)))


@by_role(OF_ARTIFACTS)
def choose_for_artifact(http: HttpRequest, artifact_id: uuid.UUID) -> HttpResponse:
    """Offer what can be suspended about an artifact, the smallest scope first."""
    row = _artifact(http, artifact_id)
    is_developer = any(one.role != OFFICER for one in row.held_roles)
    shares = row.shares.filter(state="active").select_related("window") if is_developer else ()
    return _choose(http, f"“{row.title}”", options.for_artifact(row, shares))


@for_window(Permission.READ_WINDOW)
def choose_in_window(http: HttpRequest, matter: WindowMatter) -> HttpResponse:
    """Offer what can be suspended in an access window, the smallest scope first."""
    if not may_suspend_in(matter):
        raise Http404
    offered = options.for_window(matter.window, matter.actor, matter.now)
    return _choose(http, matter.window.in_words, offered, crumbs=matter.crumbs(), back=matter.url)


def may_suspend_in(matter: WindowMatter) -> bool:
    """Return whether the reader can suspend something in a window."""
    return matter.may(Permission.CONTROL_ACCESS) or OFFICER in matter.roles


def _choose(
    http: HttpRequest,
    name: str,
    offered: Iterable[options.Option],
    *,
    crumbs: list[tuple[str, str]] | None = None,
    back: str = "",
) -> HttpResponse:
    context = {
        "heading": f"Suspend access: {name}",
        "lead": "Choose the smallest scope that works. Access stops immediately.",
        "crumbs": _crumbs(http) if crumbs is None else crumbs,
        "options": list(offered),
        "cancel_url": back or reverse("desk"),
        "now": clock.now(),
    }
    return render(http, "insider_risk/choose.html", context)


@by_role(PLACERS)
def place_person(http: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """Suspend a person everywhere."""
    someone = _person(http, person)
    return _place(
        http,
        f"Suspend {someone.name} everywhere?",
        "suspend_person",
        lambda actor, reason: actions.suspend_person(someone, actor=actor, reason=reason),
        back=reverse("suspend_person", args=[someone.pk]),
        told="They get mail that says that their access is suspended, but not why.",
    )


@by_role(PLACERS)
def place_organization(http: HttpRequest, organization: uuid.UUID) -> HttpResponse:
    """Suspend a whole organization."""
    row = _organization(http, organization)
    return _place(
        http,
        f"Suspend everyone at {row.name}?",
        "suspend_organization",
        lambda actor, reason: actions.suspend_organization(row, actor=actor, reason=reason),
        back=reverse("suspend_organization", args=[row.pk]),
        told="Its people get mail that says that their access is suspended, but not why.",
    )


@by_role(OF_ARTIFACTS)
def place_artifact(http: HttpRequest, artifact_id: uuid.UUID) -> HttpResponse:
    """Suspend an artifact in every window."""
    row = _artifact(http, artifact_id)
    return _place(
        http,
        f"Suspend “{row.title}” in every window?",
        "suspend_artifact",
        lambda actor, reason: actions.suspend_artifact(row, actor=actor, reason=reason),
        back=reverse("suspend_artifact", args=[row.pk]),
        told="The record of each window where it is shared says that access was stopped.",
    )


@dataclass
class Placer(Reader):
    """Who places a suspension."""

    actor: Actor
    now: datetime


def _place(
    http: HttpRequest,
    question: str,
    creation: str,
    place: Callable[[Actor, str], Suspension],
    *,
    back: str,
    told: str,
) -> HttpResponse:
    form = PlaceForm(http.POST or None)
    reader = Placer(actor_of(http), clock.now())
    proof = proof_for(creation_of(Suspension, creation), reader, http.user)
    proof.add_to(form)

    def act() -> Suspension:
        proof.check(http, reader, form)
        return place(reader.actor, form.cleaned_data["reason"])

    def placed(suspension: Suspension) -> HttpResponse:
        said = f"You suspended {whom(suspension)}. Access stopped. Two other people can lift it."
        messages.success(http, said)
        return redirect("suspension", suspension.number)

    page = ActionPage(
        form=form,
        heading=question,
        button="Suspend now",
        back=back,
        crumbs=_crumbs(http),
        consequences=[creation_of(Suspension, creation).consequence, "Running downloads are cut off.", told],
        remains=["What was read, done and signed before stays in the record."],
        act=act,
        proof=proof,
        on_success=placed,
    )
    return action_page(http, page)


def _crumbs(http: HttpRequest) -> list[tuple[str, str]]:
    """Return the breadcrumb to the list, for those who may open it."""
    lists = not PLACERS.isdisjoint(http.user.roles_held())
    return [(label, reverse(name)) for label, name in CRUMBS] if lists else []


def _person(http: HttpRequest, key: uuid.UUID) -> Person:
    return get_object_or_404(reach.people_of(http.user.pk).filter(is_active=True), pk=key)


def _organization(http: HttpRequest, key: uuid.UUID) -> Organization:
    return get_object_or_404(reach.organizations_of(http.user.pk), pk=key)


def _artifact(http: HttpRequest, key: uuid.UUID) -> Any:
    """Return an artifact that the reader can suspend, with their roles. Raises: Http404."""
    row = get_object_or_404(
        Artifact.with_roles(http.user.pk).select_related("request__model__developer"), pk=key
    )
    offer = creation_affordance(Suspension, "suspend_artifact", row, actor_of(http))
    if offer is None or not offer.allowed:
        raise Http404
    return row
