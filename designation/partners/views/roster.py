"""The roster: the list, nominating an organization, and the published criteria."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from designation.directory.fields import Category
from designation.directory.models import DirectoryEntry
from designation.partners import actions, queries
from designation.partners.forms import NominateForm
from designation.partners.models import Partner
from designation.partners.states import NOT_A_PARTNER, PartnerState
from designation.partners.views.readers import reader_of
from designation.policies.models import DEFAULTS, Policy
from designation.web.access import by_role, public
from designation.web.action_page import ActionPage, action_page
from designation.web.paging import page_of, searched
from designation.web.step_links import tag
from workflow import clock


def shown_state(partner: Partner) -> dict[str, str]:
    """Return a partner's state as a tag."""
    return tag(partner.state, partner.get_state_display(), final=partner.state in NOT_A_PARTNER)


@by_role(queries.SEE_ALL | queries.SIGNERS)
def partner_list(http: HttpRequest) -> HttpResponse:
    """List the partners that the reader may see, by name."""
    reader = reader_of(http)
    rows, search = queries.visible(reader.organization, reader.held), searched(http)
    wanted, category = http.GET.get("state", ""), http.GET.get("category", "")
    if search:
        rows = rows.filter(name__icontains=search) | rows.filter(city__icontains=search)
    if wanted in PartnerState.values:
        rows = rows.filter(state=wanted)
    if category in Category.values:
        rows = rows.filter(category=category)
    page = page_of(http, rows, by=("name", "us_state", "city", "id"))
    for row in page.rows:
        row.shown = shown_state(row)
    chips = [("All", ""), *((label, state) for state, label in PartnerState.choices)]
    context = {
        "heading": "Trusted partners",
        "page": page,
        "search": search,
        "category": category,
        "categories": Category.choices,
        "state": wanted,
        "chips": [
            {"label": label, "url": _filtered(http, state), "on": state == wanted} for label, state in chips
        ]
        if reader.sees_all
        else [],
        "may_nominate": not queries.NOMINATE.isdisjoint(reader.held),
    }
    return render(http, "partners/list.html", {**reader.context(""), **context, "state": None})


def _filtered(http: HttpRequest, state: str) -> str:
    query = http.GET.copy()
    query.pop("after", None)
    query["state"] = state
    return f"?{query.urlencode()}"


@by_role(queries.NOMINATE)
def nominate(http: HttpRequest) -> HttpResponse:
    """Nominate an organization."""
    return _nominate(http, None)


@by_role(queries.KEEP)
def nominate_entry(http: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    """Nominate an organization of the directory, whose facts are filled in."""
    return _nominate(http, get_object_or_404(DirectoryEntry, pk=entry))


def _nominate(http: HttpRequest, entry: DirectoryEntry | None) -> HttpResponse:
    reader = reader_of(http)
    sponsors = Partner.objects.filter(state=PartnerState.ACTIVE)
    form = NominateForm(sponsors, http.POST or None, initial=_known(entry) if entry else {})

    def nominated(partner: Partner) -> HttpResponse:
        messages.success(
            http, f"You nominated {partner.name}. A roster administrator starts vetting it next."
        )
        return redirect("partner", partner.number)

    page = ActionPage(
        form=form,
        gentle=True,
        heading="Nominate an organization",
        button="Nominate",
        back=reverse("partners"),
        crumbs=[("Trusted partners", reverse("partners"))],
        consequences=["A roster administrator vets it. The contact hears of it when vetting begins."],
        act=lambda: actions.nominate(actor=reader.actor, entry=entry, **form.facts()),
        on_success=nominated,
        context=reader.context(""),
    )
    return action_page(http, page)


def _known(entry: DirectoryEntry) -> dict[str, str]:
    """Return what the directory knows of an organization, under the names of the form."""
    numbers = [("UEI", entry.uei), ("CCN", entry.ccn), ("FDIC", entry.fdic), ("PWSID", entry.pwsid)]
    identifiers = [f"{label} {number}" for label, number in numbers if number]
    return {
        "name": entry.name,
        "suborganization": entry.suborganization,
        "city": entry.city,
        "us_state": entry.state,
        "category": entry.category,
        "size": entry.size,
        "identifiers": ", ".join([*identifiers, *entry.domains]),
        "contact_email": entry.contacts[0] if entry.contacts else "",
    }


@public
def criteria(http: HttpRequest) -> HttpResponse:
    """Show the criteria and checks of the policy in force to everybody."""
    policy = Policy.in_force(clock.now())
    values: dict[str, Any] = policy.values if policy else {}
    context = {
        "heading": "How an organization becomes a trusted partner",
        "criteria": (values.get("notices") or {}).get("criteria") or DEFAULTS["notices"]["criteria"],
        "checks": values.get("partner_checks") or DEFAULTS["partner_checks"],
        "categories": list(Category.labels),
        "policy": policy,
    }
    return render(http, "partners/criteria.html", context)
