"""The insider-risk officers' desk: signals by pseudonym, and cases with their clocks."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from designation import declarations
from designation.cases import actions
from designation.cases.clocks import KINDS
from designation.cases.facts import signal_in_words
from designation.cases.forms import OpenForm
from designation.cases.models import Case
from designation.cases.parties import FEWEST_OFFICERS, FEWEST_OFFICES
from designation.cases.views.readers import OFFICERS
from designation.signals.models import Signal
from designation.signals.pseudonyms import pseudonym
from designation.web.access import by_role
from designation.web.action_page import ActionPage, action_page
from designation.web.actor import actor_of
from designation.web.paging import page_of
from designation.web.proofs import proof_for
from designation.web.reader import Reader
from designation.web.step_links import tag
from workflow import clock
from workflow.creating.declaring import creation_of
from workflow.guards import Actor
from workflow.models import Deadline

MOST_CASES = 100
TONES = {"triage": "", "contained": "stopped", "inquiry": "open", "referred": "open", "closed": "final"}


@by_role(OFFICERS)
def insider_risk(http: HttpRequest) -> HttpResponse:
    """Show the open cases, and the signals, newest first. Neither names anybody."""
    me = http.user.pk
    cases = list(Case.for_officer(me).exclude(state="closed").order_by("opened_at")[:MOST_CASES])
    due = _due(cases)
    page = page_of(http, Signal.objects.beside(me), by=("-at", "id"))
    open_about = {case.person_id: case.number for case in cases if case.person_id}
    context = {
        "heading": "Insider risk",
        "lead": "Signals are reasons to look, not accusations. People are shown by pseudonym.",
        "cases": [_case_row(case, due.get(case.pk)) for case in cases],
        "closed": Case.for_officer(me).filter(state="closed").order_by("-closed_at")[:20],
        "signals": [
            signal_in_words(one)
            | {"who": pseudonym(one.person_id), "case": open_about.get(one.person_id, "")}
            for one in page.rows
        ],
        "page": page,
        "are_on": Case.are_on(),
        "fewest": FEWEST_OFFICERS,
        "fewest_offices": FEWEST_OFFICES,
        "now": clock.now(),
    }
    return render(http, "cases/desk.html", context)


def _case_row(case: Case, due: Deadline | None) -> dict[str, Any]:
    return {
        "number": case.number,
        "about": case.pseudonym,
        "state": tag("", case.get_state_display()) | {"tone": TONES[case.state]},
        "opened": case.opened_at,
        "clock": None if due is None else {"label": declarations.clock_label(due.kind), "due_at": due.due_at},
    }


def _due(cases: list[Case]) -> dict[uuid.UUID, Deadline]:
    """Return the clock that each case waits for."""
    rows = Deadline.objects.filter(
        subject_id__in=[case.pk for case in cases], kind__in=KINDS, state__in=["running", "fired"]
    )
    return {row.subject_id: row for row in rows.order_by("due_at")}


class Opener(Reader):
    """An officer who opens a case."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.now = actor, clock.now()


@by_role(OFFICERS)
def case_open(http: HttpRequest, signal: uuid.UUID) -> HttpResponse:
    """Open a case about the person of a signal."""
    row = get_object_or_404(Signal.objects.beside(http.user.pk).select_related("person"), pk=signal)
    form = OpenForm(http.POST or None)
    reader = Opener(actor_of(http))
    facts = creation_of(Case, "open_from_signal")
    proof = proof_for(facts, reader, http.user)
    proof.add_to(form)

    def act() -> Case:
        proof.check(http, reader, form)
        return actions.open_from_signal(row, actor=reader.actor, reason=form.cleaned_data["reason"])

    page = ActionPage(
        form=form,
        heading=f"Open a case about {pseudonym(row.person_id)}?",
        button="Open the case",
        back=reverse("insider_risk"),
        crumbs=[("Insider risk", reverse("insider_risk"))],
        consequences=[
            facts.consequence,
            "The developers whose content the person could read are told within 72 hours that access is under review.",
        ],
        remains=["The person can still read. To stop access, use the case."],
        act=act,
        proof=proof,
        gentle=True,
        on_success=lambda case: redirect("case", case.number),
    )
    return action_page(http, page)
