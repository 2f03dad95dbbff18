"""The record of a request: its ledger as a list, each entry with its proof, and a check by the verifier."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designation.people import feed
from designation.policies.witnesses import wanted
from designation.record import entry_facts, evidence, witnesses
from designation.record.filters import filters
from designation.requests.matter import Matter, load
from designation.web.action_page import CONFLICT
from designation.web.paging import page_of
from workflow.ledger.errors import LedgerError
from workflow.ledger.export import NotSealed
from workflow.ledger.register import NoSuchCheckpoint
from workflow.models import Entry

LEAD = (
    "Everything that happened, in the order in which it was recorded. Numbers run without a gap and begin with 0, as "
    "they do in the ledger and in the bundle: entry 0 is the first."
)
LOGS = (("", "Everything"), ("request", "The request"), ("model", "The model"))


@require_safe
@login_required
def record(http: HttpRequest, number: str) -> HttpResponse:
    """List the entries of the record, newest first, with filters that are kept in the URL."""
    matter = load(http, number)
    names = evidence.logs_of(matter.request)
    mine = evidence.readable(matter)
    form = filters(http, matter, names, mine)
    watchers = witnesses.newest(wanted())
    chosen = http.GET.get("log", "")
    rows = Entry.objects.filter(form.condition(mine), log__in=_logs(names, chosen))
    in_one_log = chosen == "request"
    page = page_of(
        http,
        evidence.with_sealing(feed.named(rows)),
        by=("-index",) if in_one_log else ("-at", "log_id", "-index"),
    )
    context = matter.context(
        "record",
        lead=LEAD,
        form=form,
        log=chosen,
        page=page,
        rows=_shown(page.rows, matter, names),
        chips=[{"label": label, "url": _only(http, name), "on": name == chosen} for name, label in LOGS],
        filtered=any(http.GET.get(name) for name in form.fields),
        file_name=_file_name(matter),
        witnesses=watchers,
        all_cosigned=bool(watchers) and all(one.at for one in watchers),
    )
    return render(http, "record/list.html", context)


def _logs(names: Mapping[uuid.UUID, str], chosen: str) -> list[uuid.UUID]:
    if chosen == "request":
        return [log_id for log_id, name in names.items() if name == evidence.REQUEST]
    if chosen == "model":
        return [log_id for log_id, name in names.items() if name != evidence.REQUEST]
    return list(names)


def _only(http: HttpRequest, name: str) -> str:
    query = http.GET.copy()
    query.pop("after", None)
    query["log"] = name
    return f"?{query.urlencode()}"


def _shown(rows: list[Any], matter: Matter, names: Mapping[uuid.UUID, str]) -> list[dict[str, Any]]:
    return [
        {
            "entry": row,
            "line": _line(row, matter),
            "record": names[row.log_id],
            "url": reverse("record_entry", args=[matter.request.number, row.log_id, row.index]),
        }
        for row in rows
    ]


def _line(entry: Any, matter: Matter) -> feed.Line:
    """Return an entry as this reader sees it."""
    if not evidence.may_open(entry, matter):
        return feed.closed(entry, whose="")
    return feed.lines([entry], side=matter.side)[0]


@require_safe
@login_required
def record_entry(http: HttpRequest, number: str, log_id: uuid.UUID, index: int) -> HttpResponse:
    """Show one entry with its commitment, leaf hash and proof.

    What happened is shown only if the reader may open the entry.
    """
    matter = load(http, number)
    names = evidence.logs_of(matter.request)
    found: QuerySet[Any] = (
        Entry.objects.filter(log=log_id, index=index) if log_id in names else Entry.objects.none()
    )
    entry = evidence.with_sealing(feed.named(found)).first()
    if entry is None:
        raise Http404
    is_open = evidence.may_open(entry, matter)
    line = _line(entry, matter)
    last = Entry.objects.filter(log=log_id).aggregate(last=Max("index"))["last"]
    context = matter.context(
        "record",
        heading=f"Entry {index} of the {names[log_id].lower()}’s record",
        state=None,
        crumbs=[(f"Request {number}", matter.url), ("Record", reverse("record", args=[number]))],
        entry=entry,
        line=line,
        facts=entry_facts.facts(entry, line, matter) if is_open else [],
        proof=entry_facts.proof(entry, wanted()),
        earlier=_address(number, log_id, index - 1) if index else "",
        later=_address(number, log_id, index + 1) if index < last else "",
    )
    return render(http, "record/entry.html", context)


def _address(number: str, log_id: uuid.UUID, index: int) -> str:
    return reverse("record_entry", args=[number, log_id, index])


@login_required
def record_check(http: HttpRequest, number: str) -> HttpResponse:
    """Run the real verifier on this reader's own bundle and show what it checked or what fails. Requires POST."""
    matter = load(http, number)
    if http.method != "POST":
        return redirect("record", number)
    context = matter.context(
        "record",
        heading="The record, checked",
        state=None,
        crumbs=[(f"Request {number}", matter.url), ("Record", reverse("record", args=[number]))],
        found=evidence.check(matter),
        file_name=_file_name(matter),
    )
    return render(http, "record/check.html", context)


@require_safe
@login_required
def record_bundle(http: HttpRequest, number: str) -> HttpResponse:
    """Return the evidence bundle as a download.

    `?older=` is the register size of a checkpoint that the reader kept. `?cosigned=all` asks for the bundle
    at the newest checkpoint that every required witness has cosigned.
    """
    matter = load(http, number)
    older = http.GET.get("older", "").strip()
    try:
        if older and not (older.isascii() and older.isdecimal() and len(older) < 19):
            raise NoSuchCheckpoint("A register size is a whole number.")
        at = evidence.cosigned_checkpoint() if http.GET.get("cosigned") else None
        data = evidence.bundle(matter, older_size=int(older) if older else None, at=at)
    except (NotSealed, NoSuchCheckpoint, evidence.NotCosigned) as error:
        return _no_bundle(http, matter, error)
    headers = {
        "Content-Disposition": f'attachment; filename="{_file_name(matter)}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(data, content_type="application/json", headers=headers)


def _no_bundle(http: HttpRequest, matter: Matter, error: LedgerError) -> HttpResponse:
    number = matter.request.number
    context = matter.context(
        "record",
        heading="No such checkpoint"
        if isinstance(error, NoSuchCheckpoint)
        else "There is no bundle to give yet",
        state=None,
        crumbs=[(f"Request {number}", matter.url), ("Record", reverse("record", args=[number]))],
        reason=str(error),
        code=error.code,
        witnesses=witnesses.newest(wanted()) if isinstance(error, evidence.NotCosigned) else [],
    )
    return render(http, "record/no_bundle.html", context, status=CONFLICT)


def _file_name(matter: Matter) -> str:
    return f"{matter.request.number}.json"
