"""Pages about closures: further days on which federal offices are closed, which move clocks on business days.

Government people and policy editors may read these pages; everyone else gets a 404.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designation.content.instants import day_written
from designation.people import feed
from designation.people.signers import Signer, signers_of
from designation.policies import actions
from designation.policies.forms import ClosureForm
from designation.policies.models import Closure
from designation.policies.views.reader import EDITS, READS, PolicyReader, for_policy_people
from designation.roles import Side
from designation.web.action_page import ActionPage, action_page
from designation.web.paging import page_of
from designation.web.step_links import as_step
from designation.web.step_views import step_page, take_back_page
from workflow.affordances import affordances
from workflow.models import Entry

TONES = {"proposed": "", "in_force": "open", "discarded": "final"}


@for_policy_people(READS)
@require_safe
def closures(http: HttpRequest, reader: PolicyReader) -> HttpResponse:
    """List the closures with their sources, the latest day first."""
    page = page_of(http, Closure.objects.select_related("author"), by=("-day", "id"), size=25)
    context = reader.context(
        "",
        heading="Closures of federal offices",
        page=page,
        rows=[
            {"closure": row, "day": day_written(row.day), "state": _state(row), "source": row.source}
            for row in page.rows
        ],
    )
    return render(http, "policies/closures.html", context)


def _state(row: Closure) -> dict[str, str]:
    """Return the state of a closure as a tag."""
    return {"label": str(row.get_state_display()), "tone": TONES[row.state]}


@for_policy_people(EDITS)
def closure_new(http: HttpRequest, reader: PolicyReader) -> HttpResponse:
    """Enter a closure."""
    form = ClosureForm(http.POST if http.method == "POST" else None)
    page = ActionPage(
        heading="Enter a closure",
        button="Propose the closure",
        done="You proposed the closure. Two policy editors from different offices must sign it next.",
        back=reverse("closures"),
        form=form,
        act=lambda: actions.enter_closure(actor=reader.actor, **form.cleaned_data),
        on_success=lambda made: redirect("closure", made.pk),
        consequences=["Nothing changes until two policy editors of different offices have signed."],
        remains=["Weekends and federal holidays are closed already. Do not enter them."],
        gentle=True,
        crumbs=_crumbs(),
    )
    return action_page(http, page)


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Policies", reverse("policies")), ("Closures", reverse("closures")), *more]


def _found(reader: PolicyReader, pk: uuid.UUID) -> Any:
    """Return a closure with the reader's roles. Raises: Http404."""
    row = Closure.with_roles(reader.actor.id).select_related("author").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@for_policy_people(READS)
@require_safe
def closure(http: HttpRequest, reader: PolicyReader, pk: uuid.UUID) -> HttpResponse:
    """Show a closure, who signed it, and the steps an editor can take."""
    row = _found(reader, pk)
    offers = affordances(row, reader.actor, now=reader.now)
    entries = Entry.objects.filter(log=row.log_id, subject_id=row.pk)
    history = list(feed.named(entries).order_by("-index")[:50])
    context = reader.context(
        "",
        heading=str(row),
        crumbs=_crumbs(),
        state=_state(row),
        closure=row,
        facts=[
            ("Offices are closed on", day_written(row.day)),
            ("Source", row.source),
            *([("In force since", row.in_force_at)] if row.in_force_at else []),
        ],
        steps=[as_step(offer, reverse("closure_step", args=[pk, offer.step.name])) for offer in offers],
        signers=_signers(history),
        events=feed.lines(history, side=Side.GOVERNMENT),
    )
    return render(http, "policies/closure.html", context)


def _signers(history: list[Any]) -> list[Signer]:
    """Return the people who put the closure into force."""
    activated = next((entry for entry in history if entry.event == "closure.activated"), None)
    return signers_of(activated) if activated else []


@for_policy_people(READS)
def closure_step(http: HttpRequest, reader: PolicyReader, pk: uuid.UUID, step: str) -> HttpResponse:
    """Sign a closure, or discard it."""
    row = _found(reader, pk)
    back = reverse("closure", args=[pk])
    context = {
        "heading": "Discard the closure" if step == "discard" else "Sign and put the closure into force",
        "crumbs": _crumbs((str(row), back)),
        "gentle": step == "activate",
    }
    return step_page(http, reader, row, step, back=back, context=context)


@for_policy_people(READS)
def closure_take_back(http: HttpRequest, reader: PolicyReader, pk: uuid.UUID, step: str) -> HttpResponse:
    """Take back the reader's own signature."""
    return take_back_page(http, reader, _found(reader, pk), step, back=reverse("closure", args=[pk]))
