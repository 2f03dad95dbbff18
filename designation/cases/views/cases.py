"""The page of a case, its steps, its timelines and its evidence. Every opening is recorded first."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from designation.artifacts.models import Artifact
from designation.cases.evidence import evidence_of
from designation.cases.facts import facts_of, referral, signal_in_words
from designation.cases.picture import picture_of
from designation.cases.queries import Access, accesses_of, accesses_to
from designation.cases.views.desk import TONES
from designation.cases.views.readers import CaseReader, for_case
from designation.people import feed
from designation.signals.pseudonyms import pseudonym
from designation.web.proofs import proved_to_export, proved_to_open
from designation.web.step_links import as_steps, offers_for, tag
from designation.web.step_views import step_page, take_back_page
from workflow.models import Entry

SHOWN_ENTRIES, SHOWN_ACCESSES = 100, 200


@for_case
@never_cache
def case_page(http: HttpRequest, reader: CaseReader) -> HttpResponse:
    """Show a case: what was found, what officers can do and by when, and what happened."""
    row = reader.case
    if http.method in ("GET", "POST"):
        reader.record_reading("case")
    offers = offers_for(row, reader)
    entries = Entry.objects.filter(log=row.log_id).order_by("-index")
    context = reader.context(
        "",
        heading=f"Case {row.number}",
        page_title=row.number,
        crumbs=reader.above(),
        state=tag("", row.get_state_display()) | {"tone": TONES[row.state]},
        case=row,
        facts=facts_of(row),
        signals=[signal_in_words(one) for one in row.signals()[:SHOWN_ENTRIES]],
        reports=list(row.reports.order_by("at").values("at", "text")),
        artifacts=_artifacts(row),
        referral=referral(row) if row.state in ("inquiry", "referred") else "",
        clocks=reader.clock_facts(),
        steps=as_steps(offers, lambda name: reverse("case_step", args=[row.number, name])),
        events=_events(row, entries),
    )
    return render(http, "cases/page.html", context)


def _events(row: Any, entries: Any) -> list[dict[str, Any]]:
    """Return what happened. What the person themselves did is under the pseudonym until they are unmasked."""
    shown = list(feed.named(entries)[:SHOWN_ENTRIES])
    lines = feed.lines(shown, side="government")
    theirs = str(row.person_id)
    return [
        {"who": row.about if entry.actor == theirs else line.who, "what": line.what, "at": line.at}
        | {"led_to": line.led_to, "detail": line.detail, "number": line.number}
        for entry, line in zip(shown, lines, strict=True)
    ]


def _artifacts(row: Any) -> list[Any]:
    found = {signal.artifact_id: signal.artifact for signal in row.signals()[:SHOWN_ENTRIES]}
    return list(found.values())


@for_case
def case_step(http: HttpRequest, reader: CaseReader, step: str) -> HttpResponse:
    """Take one step of a case."""
    return step_page(http, reader, reader.case, step, back=reverse("case", args=[reader.case.number]))


@for_case
def case_take_back(http: HttpRequest, reader: CaseReader, step: str) -> HttpResponse:
    """Withdraw one's own signature from a step of a case."""
    return take_back_page(http, reader, reader.case, step, back=reverse("case", args=[reader.case.number]))


@for_case
@never_cache
@require_safe
@proved_to_open
def case_timeline(http: HttpRequest, reader: CaseReader) -> HttpResponse:
    """Show the accesses of the person whom a case is about."""
    row = reader.case
    reader.record_reading("timeline of the person")
    found = accesses_of(row.person_id)
    return _timeline(
        http, reader, f"Accesses of {row.about}", found, lambda access: str(access.artifact.title)
    )


@for_case
@never_cache
@require_safe
@proved_to_open
def case_artifact(http: HttpRequest, reader: CaseReader, artifact_id: uuid.UUID) -> HttpResponse:
    """Show everybody's accesses to an artifact that a signal of the case is about."""
    found = {one.pk: one for one in _artifacts(reader.case)}.get(artifact_id)
    if found is None:
        raise Http404
    reader.record_reading(f"timeline of {found.pk.hex[:12]}")
    row: Artifact = found
    return _timeline(http, reader, f"Accesses to “{row.title}”", accesses_to(row), lambda access: access.who)


def _timeline(
    http: HttpRequest, reader: CaseReader, heading: str, found: list[Access], label: Any
) -> HttpResponse:
    row = reader.case
    theirs = pseudonym(row.person_id)
    context = reader.context(
        "",
        heading=heading,
        page_title=f"{row.number}, timeline",
        crumbs=reader.crumbs(),
        case=row,
        picture=picture_of(found, label),
        accesses=list(reversed(found))[:SHOWN_ACCESSES],
        total=len(found),
        most=SHOWN_ACCESSES,
        theirs=theirs,
    )
    return render(http, "cases/timeline.html", context)


@for_case
@never_cache
@require_POST
@proved_to_export
def case_export(http: HttpRequest, reader: CaseReader) -> HttpResponse:
    """Return the evidence file, after the record says who exports it, when, and with which digest."""
    row = reader.case
    content = evidence_of(row)
    reader.record_reading("evidence file", digest=hashlib.sha256(content).hexdigest())
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{row.number}-evidence.json"'
    response["Cache-Control"] = "no-store"
    return response
