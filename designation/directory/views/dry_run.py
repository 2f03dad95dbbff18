"""What an import would do, or did, line by line, and the decisions about likely duplicates."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from designation.directory import actions
from designation.directory.fields import FIELD, NAMES
from designation.directory.forms import CHOICES, DecisionForm
from designation.directory.importing.merging import changes
from designation.directory.models import DirectoryEntry, DirectoryImport, ImportPair, ImportRow, Outcome
from designation.directory.views.reader import RosterReader, for_roster
from designation.web.paging import page_of
from workflow.errors import Refused

LIKELY = "likely"
KEPT = "kept"
KEPT_BECAUSE = {
    "edited": "It was edited after the import.",
    "removed": "It was removed after the import.",
    "in_use": "It is in use.",
    "taken": "Another organization now has its old name or identifier.",
}
SHOWN = 25
READ = ("checked", "failed", "applying", "applied", "undoing", "undone")


def dry_run(http: HttpRequest, of: DirectoryImport) -> dict[str, Any]:
    """Return the context that shows what an import does: a chip for each kind of line, and one page of lines."""
    if of.state not in READ:
        return {}
    counts = of.counted()
    pairs, open_pairs = of.pairs.count(), of.open_pairs().count()
    kept = of.rows.exclude(kept="").count() if of.state == "undone" else 0
    wanted = http.GET.get("show", "")
    known = [*Outcome.values, LIKELY, KEPT]
    show = wanted if wanted in known else _first(counts, open_pairs, kept)
    address = reverse("directory_import", args=[of.number])
    chips = [
        {"label": label, "url": f"{address}?show={value}", "on": value == show, "count": count}
        for value, label, count in (
            *((LIKELY, "Likely duplicates", pairs),) * bool(pairs),
            *((value, label, counts[value]) for value, label in Outcome.choices if counts[value]),
            *((KEPT, "Kept", kept),) * bool(kept),
        )
    ]
    context = {
        "chips": chips,
        "show": show,
        "counts": counts,
        "pairs": pairs,
        "open_pairs": open_pairs,
        "kept": kept,
    }
    if show == LIKELY:
        page = page_of(http, of.pairs.select_related("row", "other_row"), by=("id",), size=SHOWN)
        return context | {"page": page, "likely": _pairs(page.rows), "deciding": of.state == "checked"}
    rows = of.rows.exclude(kept="") if show == KEPT else of.rows.filter(outcome=show)
    page = page_of(http, rows, by=("line", "id"), size=SHOWN)
    return context | {"page": page, "lines": _lines(page.rows, of.state)}


def _first(counts: dict[str, int], open_pairs: int, kept: int) -> str:
    """Return what to show first: what a person has to look at."""
    if kept:
        return KEPT
    if counts["refused"]:
        return str(Outcome.REFUSED)
    if open_pairs:
        return LIKELY
    return str(next((value for value in Outcome.values if counts[value]), Outcome.ADDED))


def _lines(rows: list[ImportRow], state: str) -> list[dict[str, Any]]:
    """Return lines as the page shows them. What is not written yet is compared with the present values."""
    entries = {
        row.pk: row.values()
        for row in DirectoryEntry.objects.filter(pk__in=[r.entry for r in rows if r.entry])
    }
    there = {row.entry for row in rows} & entries.keys()
    shown = []
    for row in rows:
        old = row.old or (entries.get(row.entry) if state in ("checked", "failed", "applying") else None)
        changed = changes(old, row.values(), row.cleared) if old and row.outcome == Outcome.CHANGED else []
        shown.append(
            {
                "row": row,
                "changes": [
                    (FIELD[name].label, _said(name, was), _said(name, now)) for name, was, now in changed
                ],
                "url": reverse("directory_entry", args=[row.entry]) if row.entry in there else "",
                "kept": KEPT_BECAUSE.get(row.kept, ""),
                "facts": _facts(row.values()),
            }
        )
    return shown


def _said(name: str, value: Any) -> str:
    """Return a value in words."""
    if isinstance(value, list):
        return ", ".join(value)
    return dict(CHOICES.get(name, [])).get(value, value)


def _facts(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the values that are given, apart from name and place."""
    left_out = ("name", "suborganization", "city", "state")
    return [
        (FIELD[name].label, _said(name, values[name]))
        for name in NAMES
        if values[name] and name not in left_out
    ]


def _pairs(pairs: list[ImportPair]) -> list[dict[str, Any]]:
    """Return likely duplicates as the page shows them: both sides, the score, and why."""
    entries = DirectoryEntry.objects.in_bulk([pair.entry for pair in pairs if pair.entry])
    shown = []
    for pair in pairs:
        other: Any = entries.get(pair.entry) if pair.entry else pair.other_row
        shown.append(
            {
                "pair": pair,
                "row": pair.row,
                "facts": _facts(pair.row.values()),
                "other": other,
                "other_facts": _facts(other.values()) if other else [],
                "url": reverse("directory_entry", args=[pair.entry]) if pair.entry in entries else "",
                "may_differ": not pair.by_identifier,
            }
        )
    return shown


@for_roster
@require_POST
def decide(http: HttpRequest, reader: RosterReader, number: int) -> HttpResponse:
    """Save a decision about one likely duplicate, or keep all others apart."""
    of = get_object_or_404(DirectoryImport, number=number)
    back = f"{reverse('directory_import', args=[number])}?show={LIKELY}"
    try:
        if "keep_apart" in http.POST:
            kept = actions.keep_apart(of, actor=reader.actor)
            messages.success(http, f"You kept {kept} pair{'' if kept == 1 else 's'} apart.")
            return redirect(back)
        form = DecisionForm(http.POST)
        if not form.is_valid():
            raise Http404
        pair = get_object_or_404(
            ImportPair.objects.select_related("row", "directory_import"),
            directory_import=of,
            pk=form.cleaned_data["pair"],
        )
        actions.decide(pair, form.cleaned_data["decision"], actor=reader.actor)
    except Refused as refused:
        messages.error(http, " ".join(refusal.reason for refusal in refused.refusals))
        return redirect(back)
    place = urlencode({"show": LIKELY, "after": http.POST.get("after", "")[:400]})
    return redirect(f"{reverse('directory_import', args=[number])}?{place}#pair-{pair.pk}")
