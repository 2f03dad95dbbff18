"""The roster: the list, nominating an organization, and the published criteria."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designation.directory.fields import Category
from designation.directory.models import DirectoryEntry
from designation.directory.views.export import FETCHED, as_csv
from designation.partners import actions, queries
from designation.partners.filters import SORTS, RosterFilters, filters_of
from designation.partners.forms import NominateForm, RosterFilterForm
from designation.partners.models import Partner
from designation.partners.states import NOT_A_PARTNER, PartnerState
from designation.partners.views.readers import RosterReader, reader_of
from designation.policies.models import DEFAULTS, Policy
from designation.web.access import by_role, public
from designation.web.action_page import ActionPage, action_page
from designation.web.filters import address_of, tags
from designation.web.paging import page_of
from designation.web.proofs import proved_to_export
from designation.web.step_links import tag
from workflow import clock
from workflow.calendars import day_of

SIZE = 50
EXPORTED = (
    ("number", "Number"),
    ("name", "Name"),
    ("suborganization", "Part of the organization"),
    ("city", "City"),
    ("us_state", "State"),
    ("category", "Category"),
    ("size", "Size"),
    ("attested_until", "Attested until"),
    ("state", "Standing"),
)
EXPORTED_OF_ALL = (("identifiers", "Identifiers"),)
"""What only those see, and export, who see everything about every partner."""


def shown_state(partner: Partner) -> dict[str, str]:
    """Return a partner's state as a tag."""
    return tag(partner.state, partner.get_state_display(), final=partner.state in NOT_A_PARTNER)


@by_role(queries.SEE_ALL | queries.SIGNERS)
def partner_list(http: HttpRequest) -> HttpResponse:
    """List the partners that the reader may see: all of them by name, or the best matches of a search."""
    reader = reader_of(http)
    asked = _asked(http, reader)
    form = RosterFilterForm(asked.names, initial=asked.asked)
    kept = ("q", *asked.names, "sort")
    rows, counts = asked.rows(), asked.by_standing()
    standing = asked.asked["state"]
    total = sum(count for value, _label, count in counts if standing in ("", value))
    page = None if asked.best_first else page_of(http, rows, by=asked.order, size=SIZE)
    shown = asked.best() if page is None else page.rows
    for row in shown:
        row.shown = shown_state(row)
    context = {
        "heading": "Trusted partners",
        "rows": shown,
        "page": page,
        "total": total,
        "more": page is None and total > len(shown),
        "filter_form": form,
        "chosen": asked.chosen,
        "filtered": bool(asked.text or asked.chosen),
        "tags": tags(http.GET, ("q", *asked.names), form.in_words, kept=["sort"]),
        "chips": [
            {
                "label": label,
                "count": count,
                "url": f"?{address_of(http.GET, kept, state=value)}",
                "on": value == standing,
            }
            for value, label, count in [("", "All", sum(one[2] for one in counts)), *counts]
        ],
        "columns": [_column(http, kept, asked.asked["sort"], *column) for column in SORTS],
        "sees_all": reader.sees_all,
        "query": address_of(http.GET, kept),
        "may_nominate": not queries.NOMINATE.isdisjoint(reader.held),
    }
    return render(http, "partners/list.html", {**reader.context(""), **context, "state": None})


def _asked(http: HttpRequest, reader: RosterReader) -> RosterFilters:
    visible = queries.visible(reader.organization, reader.held)
    return filters_of(http.GET, visible, reader.now, sees_all=reader.sees_all)


def _column(http: HttpRequest, kept: Iterable[str], sort: str, name: str, label: str) -> dict[str, str]:
    """Return a column's heading, how the list is sorted by it, and the address that sorts by it or reverses that."""
    sorted_by = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
    following = f"-{name}" if sorted_by == "ascending" else name
    return {"label": label, "sorted": sorted_by, "url": f"?{address_of(http.GET, kept, sort=following)}"}


@by_role(queries.SEE_ALL | queries.SIGNERS)
@require_safe
@proved_to_export
def export(http: HttpRequest) -> StreamingHttpResponse:
    """Return every partner that the list shows with these filters, on all of its pages."""
    reader = reader_of(http)
    asked = _asked(http, reader)
    fields = (*EXPORTED, *(EXPORTED_OF_ALL if reader.sees_all else ()))
    rows = asked.rows().order_by(*asked.order)
    shown = ([_cell(row, name) for name, _label in fields] for row in rows.iterator(FETCHED))
    return as_csv("trusted-partners.csv", [label for _name, label in fields], shown)


def _cell(row: Partner, name: str) -> Any:
    value = getattr(row, name)
    if isinstance(value, datetime):
        return day_of(value).isoformat()
    said = getattr(row, f"get_{name}_display", None)
    return said() if said is not None else value or ""


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
