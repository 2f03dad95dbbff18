"""The desk of suspensions: the list, the page of one, and its steps."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from designation.insider_risk.facts import facts_of, placed_for, whom
from designation.insider_risk.models import Suspension
from designation.insider_risk.views.readers import PLACERS, SuspensionReader, for_suspension
from designation.people import feed
from designation.web.access import by_role
from designation.web.documents import signers
from designation.web.paging import page_of
from designation.web.step_links import as_steps, offers_for, tag
from designation.web.step_views import consequence_of, step_page, take_back_page
from workflow import clock
from workflow.affordances import open_approvals
from workflow.approvals.standing import covers
from workflow.models import Entry
from workflow.models.ledger import open_to
from workflow.steps import step_of

STATES = (("active", "Active"), ("lifted", "Lifted"))
TONES = {"active": "stopped", "lifted": "final"}


def shown_state(row: Suspension) -> dict[str, str]:
    """Return a suspension's state as a tag."""
    return tag("", row.get_state_display()) | {"tone": TONES[row.state]}


@by_role(PLACERS)
def suspension_list(http: HttpRequest) -> HttpResponse:
    """List the suspensions that the reader may know of: the active ones, or the lifted ones."""
    asked = http.GET.get("state", "active")
    state = asked if asked in dict(STATES) else "active"
    rows = Suspension.visible_to(http.user.pk).filter(state=state)
    rows = rows.select_related("organization", "person", "artifact")
    page = page_of(http, rows, by=("-placed_at", "id"))
    context = {
        "heading": "Suspensions",
        "lead": "A suspension stops access immediately. Two people must agree to lift it.",
        "page": page,
        "rows": [
            {
                "number": row.number,
                "whom": whom(row),
                "organization": row.organization.name,
                "covers": row.covers.label,
                "since": row.placed_at,
                "by": placed_for(row),
                "lifted": row.lifted_at,
            }
            for row in page.rows
        ],
        "is_active": state == "active",
        "chips": [
            {"label": label, "url": f"?state={value}", "on": value == state} for value, label in STATES
        ],
        "now": clock.now(),
    }
    return render(http, "insider_risk/list.html", context)


@for_suspension
def suspension_page(http: HttpRequest, reader: SuspensionReader) -> HttpResponse:
    """Show one suspension: what it stops and why, who signed to lift it, and what happened."""
    row = reader.suspension
    offers = offers_for(row, reader)
    lifting = step_of(Suspension, "lift")
    signed = [
        {"name": one.actor_name, "at": one.at}
        for one in open_approvals(row.log_id, reader.now)
        if covers(row, one)
    ]
    offer = next((one for one in offers if one.step is lifting), None)
    needed = signers(reader, row, lifting, offer, signed, [consequence_of(row, lifting)])
    context = reader.context(
        "",
        heading=f"Suspension of {whom(row)}",
        page_title=row.number,
        crumbs=reader.above(),
        state=shown_state(row),
        suspension=row,
        facts=facts_of(row),
        steps=as_steps(offers, lambda name: reverse("suspension_step", args=[row.number, name])),
        signed=signed,
        needs=needed.needs,
        on_last=needed.on_last,
        events=_events(reader),
    )
    return render(http, "insider_risk/page.html", context)


def _events(reader: SuspensionReader) -> list[Any]:
    log = reader.suspension.log_id
    entries = Entry.objects.filter(open_to([reader.side]), log=log).order_by("-index")
    return feed.lines(feed.named(entries)[:50], side=reader.side)


@for_suspension
def suspension_step(http: HttpRequest, reader: SuspensionReader, step: str) -> HttpResponse:
    """Take one step of a suspension."""
    back = reverse("suspension", args=[reader.suspension.number])
    return step_page(http, reader, reader.suspension, step, back=back)


@for_suspension
def suspension_take_back(http: HttpRequest, reader: SuspensionReader, step: str) -> HttpResponse:
    """Withdraw one's own signature from a step of a suspension."""
    back = reverse("suspension", args=[reader.suspension.number])
    return take_back_page(http, reader, reader.suspension, step, back=back)
