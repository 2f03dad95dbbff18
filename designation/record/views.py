"""The record of a request or a window: its ledger as a list, each entry with its proof, a check by the verifier."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designation.people import feed
from designation.policies.witnesses import wanted
from designation.record import entry_facts, evidence, witnesses
from designation.record.filters import filters
from designation.requests.matter import Matter
from designation.web.action_page import CONFLICT
from designation.web.paging import page_of
from designation.windows.matter import WindowMatter
from workflow.ledger.errors import LedgerError
from workflow.ledger.export import NotSealed
from workflow.ledger.register import NoSuchCheckpoint
from workflow.models import Entry

LEAD = (
    "Everything that happened, in the order in which it was recorded. Numbers run without a gap and begin with 0, as "
    "they do in the ledger and in the bundle: entry 0 is the first."
)


@require_safe
def record(http: HttpRequest, matter: Matter) -> HttpResponse:
    """List the entries of the record, newest first, with filters that are kept in the URL."""
    names = evidence.logs_of(matter)
    mine = evidence.readable(matter)
    form = filters(http, matter, names, mine)
    watchers = witnesses.newest(wanted())
    chosen = http.GET.get("log", "")
    rows = Entry.objects.filter(form.condition(mine), log__in=_logs(names, chosen))
    in_one_log = len(_logs(names, chosen)) == 1
    page = page_of(
        http,
        evidence.with_sealing(feed.named(rows)),
        by=("-index",) if in_one_log else ("-at", "log_id", "-index"),
    )
    context = matter.context(
        "record",
        links=_links(matter),
        lead=LEAD,
        form=form,
        log=chosen,
        page=page,
        rows=_shown(page.rows, matter, names),
        chips=_chips(http, names, chosen),
        filtered=any(http.GET.get(name) for name in form.fields),
        file_name=_file_name(matter),
        witnesses=watchers,
        all_cosigned=bool(watchers) and all(one.at for one in watchers),
    )
    return render(http, "record/list.html", context)


def _logs(names: Mapping[uuid.UUID, str], chosen: str) -> list[uuid.UUID]:
    """Return the chosen logs, or all if none is chosen."""
    return [log_id for log_id, name in names.items() if chosen in ("", _in_url(name))]


def _in_url(label: str) -> str:
    """Return how a log is named in a URL. Both registrations of a model are one choice."""
    return "model" if label == evidence.ORIGINAL else label.lower().replace(" ", "-")


def _chips(http: HttpRequest, names: Mapping[uuid.UUID, str], chosen: str) -> list[dict[str, Any]]:
    """Return the choices of logs, if there are several."""
    labels = {"": "Everything"}
    for name in names.values():
        labels.setdefault(_in_url(name), evidence.MODEL if name == evidence.ORIGINAL else name)
    found = [
        {"label": label, "url": _only(http, name), "on": name == chosen} for name, label in labels.items()
    ]
    return found if len(found) > 2 else []


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
            "url": address(matter, "entry", row.log_id, row.index),
        }
        for row in rows
    ]


def _line(entry: Any, matter: Matter) -> feed.Line:
    """Return an entry as this reader sees it."""
    if not evidence.may_open(entry, matter):
        return feed.closed(entry, whose="")
    return feed.lines([entry], side=matter.side)[0]


@require_safe
def entry(http: HttpRequest, matter: Matter, log_id: uuid.UUID, index: int) -> HttpResponse:
    """Show one entry with its commitment, leaf hash and proof.

    What happened is shown only if the reader may open the entry.
    """
    names = evidence.logs_of(matter)
    found: QuerySet[Any] = (
        Entry.objects.filter(log=log_id, index=index) if log_id in names else Entry.objects.none()
    )
    row = evidence.with_sealing(feed.named(found)).first()
    if row is None:
        raise Http404
    is_open = evidence.may_open(row, matter)
    line = _line(row, matter)
    last = Entry.objects.filter(log=log_id).aggregate(last=Max("index"))["last"]
    context = matter.context(
        "record",
        links=_links(matter),
        heading=f"Entry {index} of the {names[log_id].lower()}’s record",
        state=None,
        crumbs=_crumbs(matter),
        entry=row,
        line=line,
        facts=entry_facts.facts(row, line, matter) if is_open else [],
        proof=entry_facts.proof(row, wanted()),
        earlier=address(matter, "entry", log_id, index - 1) if index else "",
        later=address(matter, "entry", log_id, index + 1) if index < last else "",
    )
    return render(http, "record/entry.html", context)


def address(matter: Matter, page: str = "", *args: Any) -> str:
    """Return the address of a page of this record, by default of its list."""
    name = f"record_{page}" if page else "record"
    if isinstance(matter, WindowMatter):
        return matter.link(f"window_{name}", *args)
    return reverse(name, args=[matter.request.number, *args])


def _crumbs(matter: Matter) -> list[tuple[str, str]]:
    return [*matter.crumbs(), ("Record", address(matter))]


def _links(matter: Matter) -> dict[str, str]:
    """Return the addresses that every page of a record links to."""
    return {
        page: address(matter, name) for page, name in (("list", ""), ("check", "check"), ("bundle", "bundle"))
    }


def check(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Run the real verifier on this reader's own bundle and show what it checked or what fails. Requires POST."""
    if http.method != "POST":
        return redirect(address(matter))
    context = matter.context(
        "record",
        links=_links(matter),
        heading="The record, checked",
        state=None,
        crumbs=_crumbs(matter),
        found=evidence.check(matter),
        file_name=_file_name(matter),
    )
    return render(http, "record/check.html", context)


@require_safe
def bundle(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Return the evidence bundle as a download.

    `?older=` is the register size of a checkpoint that the reader kept. `?cosigned=all` asks for the bundle
    at the newest checkpoint that every required witness has cosigned.
    """
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
    context = matter.context(
        "record",
        links=_links(matter),
        heading="No such checkpoint"
        if isinstance(error, NoSuchCheckpoint)
        else "There is no bundle to give yet",
        state=None,
        crumbs=_crumbs(matter),
        reason=str(error),
        code=error.code,
        witnesses=witnesses.newest(wanted()) if isinstance(error, evidence.NotCosigned) else [],
    )
    return render(http, "record/no_bundle.html", context, status=CONFLICT)


def _file_name(matter: Matter) -> str:
    window = f"-window-{matter.window.number}" if isinstance(matter, WindowMatter) else ""
    return f"{matter.request.number}{window}.json"
