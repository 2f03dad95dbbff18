"""The directory as a list, and the page of one organization."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve, reverse
from django.views.decorators.http import require_safe

from designation import declarations
from designation.directory import actions, queries
from designation.directory.fields import FIELD, FIELDS
from designation.directory.forms import CHOICES, EntryForm, FilterForm, initial_of
from designation.directory.guards import DIRECTORY_LOG
from designation.directory.models import DirectoryEntry, RemovedEntry
from designation.directory.views.reader import RosterReader, for_roster
from designation.people import feed
from designation.web.action_page import CONFLICT, add_refusals
from designation.web.filters import address_of, tags
from designation.web.paging import page_of
from workflow.errors import KeyReused, Refused
from workflow.models import Entry

COUNTED = 10_000
"""Longer lists are counted up to here."""
ASKED = ("q", *queries.FILTERS)
LABELS = {"q": "Search", "contact": "Security contact", "identifier": "Identifier"}


@for_roster
@require_safe
def directory(http: HttpRequest, reader: RosterReader) -> HttpResponse:
    """List the organizations by name, or the best matches of a search."""
    filters = queries.filters_of(http.GET)
    context = reader.context(
        "",
        heading="Directory",
        crumbs=[],
        filter_form=FilterForm(initial=http.GET.dict()),
        chips=tags(http.GET, ASKED, _in_words),
        filtered=bool(filters.text or filters.chosen),
        chosen=bool(filters.chosen),
        query=address_of(http.GET, ASKED),
    )
    if filters.text:
        found = filters.best()
        context |= {"rows": found[: queries.SHOWN], "more": len(found) > queries.SHOWN}
    else:
        page = page_of(http, filters.rows(), by=queries.ORDER)
        total = filters.rows()[: COUNTED + 1].count()
        context |= {"rows": page.rows, "page": page, "total": min(total, COUNTED), "many": total > COUNTED}
    return render(http, "directory/list.html", context)


def _in_words(name: str, value: str) -> str:
    """Return a filter that is set, in words."""
    said = dict(CHOICES.get(name, [])).get(value, value)
    said = {"yes": "given", "no": "not given"}.get(value, said) if name == "contact" else said
    return f"{LABELS.get(name) or FIELD[name].label}: {said[:60]}"


@for_roster
@require_safe
def entry_page(http: HttpRequest, reader: RosterReader, entry: uuid.UUID) -> HttpResponse:
    """Show one organization, what can be done with it, and what was changed."""
    row = get_object_or_404(DirectoryEntry, pk=entry)
    changes = Entry.objects.filter(
        log=DIRECTORY_LOG, event__startswith="directory.entry", details__entry=str(row.pk)
    )
    context = reader.context(
        "",
        heading=row.full_name,
        entry=row,
        facts=facts_of(row),
        actions=_actions(row, reader),
        events=_events(feed.named(changes).order_by("-index")[:20], reader.side) if row.revision else [],
    )
    return render(http, "directory/entry.html", context)


def _events(entries: Iterable[Entry], side: str) -> list[dict[str, Any]]:
    """Return entries as includes/timeline.html shows them, with what was changed."""
    shown = []
    for entry in entries:
        line = feed.lines([entry], side=side)[0]
        changed = entry.details.get("changed", {})
        said = [_said(FIELD[name].label, pair) for name, pair in changed.items() if name in FIELD]
        shown.append({"who": line.who, "what": line.what, "at": line.at, "detail": "\n".join(said)})
    return shown


def _said(label: str, pair: Any) -> str:
    """Return one change in words."""
    if not isinstance(pair, list):
        return f"{label}: changed"
    old, new = (", ".join(value) if isinstance(value, list) else value for value in pair)
    return f"{label}: {old or 'nothing'} → {new or 'nothing'}"


def facts_of(row: DirectoryEntry | RemovedEntry) -> list[tuple[str, Any]]:
    """Return label and value of every field of an organization, in words."""
    values = row.values()
    words = {name: dict(DirectoryEntry._meta.get_field(name).flatchoices) for name in CHOICES}
    shown = {name: str(said.get(values[name], values[name])) for name, said in words.items()}
    return [(field.label, shown.get(field.name, values[field.name])) for field in FIELDS]


def _actions(row: DirectoryEntry, reader: RosterReader) -> list[tuple[str, str]]:
    """Return label and address of what other packages let the reader do with an organization (`ENTRY_ACTIONS`)."""
    found = []
    for label, url_name in declarations.listed("entry_actions", "ENTRY_ACTIONS"):
        url = reverse(url_name, args=[row.pk])
        if resolve(url).func.access.opens_for(reader.held):  # type: ignore[attr-defined]  # every view declares it
            found.append((label, url))
    return found


@for_roster
def entry_add(http: HttpRequest, reader: RosterReader) -> HttpResponse:
    """Add one organization."""
    form = EntryForm(http.POST or None)
    if http.method == "POST" and form.is_valid():
        try:
            made = actions.add(
                actions.values_of(form.typed()), actor=reader.actor, key=form.cleaned_data["key"] or None
            )
        except (Refused, KeyReused) as refused:
            return _form_page(http, reader, form, refused=refused)
        messages.success(http, f"You added {form.cleaned_data['name']} to the directory.")
        return redirect("directory_entry", made)
    return _form_page(http, reader, form)


@for_roster
def entry_edit(http: HttpRequest, reader: RosterReader, entry: uuid.UUID) -> HttpResponse:
    """Correct one organization."""
    row = get_object_or_404(DirectoryEntry, pk=entry)
    form = EntryForm(http.POST or None, initial=initial_of(row))
    if http.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            actions.change(
                row,
                actions.values_of(form.typed()),
                actor=reader.actor,
                revision=-1 if revision is None else revision,
                key=form.cleaned_data["key"] or None,
            )
        except (Refused, KeyReused) as refused:
            return _form_page(http, reader, form, row, refused=refused)
        messages.success(http, f"You corrected {form.cleaned_data['name']}.")
        return redirect("directory_entry", row.pk)
    return _form_page(http, reader, form, row)


def _form_page(
    http: HttpRequest,
    reader: RosterReader,
    form: EntryForm,
    row: DirectoryEntry | None = None,
    *,
    refused: Refused | KeyReused | None = None,
) -> HttpResponse:
    if isinstance(refused, Refused):
        if "not_your_role" in refused.codes:
            raise Http404
        add_refusals(refused, form)
    elif refused is not None:
        form.add_error(None, str(refused))
    back = reverse("directory_entry", args=[row.pk]) if row else reverse("directory")
    context = reader.context(
        "",
        heading=f"Correct {row.full_name}" if row else "Add an organization",
        form=form,
        button="Save the changes" if row else "Add the organization",
        cancel_url=back,
        crumbs=[("Directory", reverse("directory")), *([(row.full_name, back)] if row else [])],
    )
    return render(http, "windows/form.html", context, status=CONFLICT if refused else 200)
