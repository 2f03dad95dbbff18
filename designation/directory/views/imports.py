"""Pages of imports: upload a file, choose its columns, read what the import would do, confirm, undo."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designation.directory import actions
from designation.directory.fields import FIELD, FIELDS, REQUIRED
from designation.directory.forms import ColumnsForm, UploadForm, new_key
from designation.directory.importing.upload import (
    HEADER_BYTES,
    NOT_TEXT,
    header_of,
    proposed_mapping,
    samples,
)
from designation.directory.models import DirectoryImport
from designation.directory.views.dry_run import dry_run
from designation.directory.views.reader import RosterReader, for_roster
from designation.sessions.middleware import background
from designation.web.action_page import CONFLICT, add_refusals, posted_seen
from designation.web.paging import page_of
from designation.web.step_links import steps_for, tag
from designation.web.step_views import step_page
from workflow.errors import KeyReused, Refused

WORKING = ("checking", "applying", "undoing")
FINAL = ("discarded", "undone")


def import_of(reader: RosterReader, number: int) -> DirectoryImport:
    """Return an import with the reader's roles. Raises: Http404."""
    rows = DirectoryImport.with_roles(reader.actor.id).select_related("directory", "uploaded_by")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def state_of(of: DirectoryImport) -> dict[str, str]:
    """Return the state of an import as a tag."""
    return tag(of.state, of.get_state_display(), final=of.state in FINAL)


@for_roster
@require_safe
def imports(http: HttpRequest, reader: RosterReader) -> HttpResponse:
    """List the imports, newest first."""
    page = page_of(http, DirectoryImport.objects.select_related("uploaded_by"), by=("-number",), size=25)
    rows = [{"of": row, "state": state_of(row)} for row in page.rows]
    return render(http, "directory/imports.html", reader.context("", heading="Imports", page=page, rows=rows))


@for_roster
def import_new(http: HttpRequest, reader: RosterReader) -> HttpResponse:
    """Upload a file."""
    form = UploadForm(http.POST or None, http.FILES or None)
    refused = False
    if http.method == "POST" and form.is_valid():
        try:
            made = _upload(reader, form)
        except ValueError:  # no text, or no CSV
            form.add_error("file", NOT_TEXT)
        except Refused as refusal:
            add_refusals(refusal, form)
            refused = True
        else:
            messages.success(
                http, "The file is uploaded. Nothing changed in the directory. Check the columns next."
            )
            return redirect("directory_import", made.number)
    context = reader.context(
        "", heading="Import a file", crumbs=reader.crumbs(), form=form, fields=FIELD.values()
    )
    return render(http, "directory/upload.html", context, status=CONFLICT if refused else 200)


def _upload(reader: RosterReader, form: UploadForm) -> DirectoryImport:
    """Store what a form sent. Raises: Refused; ValueError, if it is no text."""
    file = form.cleaned_data["file"]
    text = form.cleaned_data["text"].encode()
    beginning = file.read(HEADER_BYTES + 1) if file else text[: HEADER_BYTES + 1]

    def blocks() -> Iterable[bytes]:
        return _blocks(file) if file else [text]

    name = file.name if file else "Pasted lines"
    return actions.upload(blocks, actor=reader.actor, file_name=name, header=header_of(beginning))


def _blocks(file: UploadedFile) -> Iterable[bytes]:
    file.seek(0)
    return file.chunks(2**18)


@for_roster
@require_safe
def import_page(http: HttpRequest, reader: RosterReader, number: int) -> HttpResponse:
    """Show an import: what it would do, or did, and what can be done with it."""
    of = import_of(reader, number)
    context = reader.context(
        "",
        heading=f"Import {of.number}",
        crumbs=reader.crumbs(),
        of=of,
        state=state_of(of),
        working=of.state in WORKING,
        steps=steps_for(of, reader, lambda step: reverse("directory_import_step", args=[number, step])),
        columns=_columns(of),
        may_map=of.state in ("uploaded", "checked", "failed"),
        **dry_run(http, of),
    )
    if of.state == "uploaded":
        context |= _columns_context(of, ColumnsForm(of.header, initial=_initial(proposed_mapping(of.header))))
    return render(http, "directory/import.html", context)


def _columns(of: DirectoryImport) -> list[tuple[str, str]]:
    """Return which column holds which field, in words."""
    return [(field.label, of.header[of.mapping[field.name]]) for field in FIELDS if field.name in of.mapping]


def _initial(mapping: dict[str, int]) -> dict[str, str]:
    return {name: str(place) for name, place in mapping.items()}


def _columns_context(of: DirectoryImport, form: ColumnsForm, key: str = "") -> dict[str, Any]:
    return {
        "columns_form": form,
        "samples": samples(of),
        "required_fields": [FIELD[name].label for name in REQUIRED],
        "key": key or new_key(),
    }


@background
@for_roster
@require_safe
def import_progress(http: HttpRequest, reader: RosterReader, number: int) -> HttpResponse:
    """Return how far an import is, for the page that shows it. The page is loaded again when it is done."""
    of = import_of(reader, number)
    response = render(http, "directory/progress.html", {"of": of, "working": of.state in WORKING})
    if of.state not in WORKING:
        response["HX-Refresh"] = "true"
    return response


@for_roster
def import_columns(http: HttpRequest, reader: RosterReader, number: int) -> HttpResponse:
    """Choose which column holds which field, and have the file checked."""
    of = import_of(reader, number)
    initial = _initial(of.mapping or proposed_mapping(of.header))
    form = ColumnsForm(of.header, http.POST or None, initial=initial)
    refused = False
    if http.method == "POST" and form.is_valid():
        key = http.POST.get("key", "")[:64] or None
        try:
            actions.check(of, form.mapping(), actor=reader.actor, seen=posted_seen(http), key=key)
        except Refused as refusal:
            add_refusals(refusal, form)
            refused = True
        except KeyReused as problem:
            form.add_error(None, str(problem))
            refused = True
        else:
            return redirect("directory_import", number)
    context = reader.context(
        "",
        heading=f"Columns of import {of.number}",
        crumbs=[*reader.crumbs(), (str(of), reverse("directory_import", args=[number]))],
        of=of,
        seen=reader.seen_of(of),
        **_columns_context(of, form, http.POST.get("key", "")[:64]),
    )
    return render(http, "directory/columns.html", context, status=CONFLICT if refused else 200)


@for_roster
def import_step(http: HttpRequest, reader: RosterReader, number: int, step: str) -> HttpResponse:
    """Confirm, undo or discard an import."""
    of = import_of(reader, number)
    context = {
        "heading": f"{'Import the organizations of' if step == 'confirm' else step.capitalize()} import {number}",
        "crumbs": [*reader.crumbs(), (str(of), reverse("directory_import", args=[number]))],
    }
    return step_page(http, reader, of, step, back=reverse("directory_import", args=[number]), context=context)
