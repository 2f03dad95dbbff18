"""Removing an organization by hand, and the list of those that were removed and can be put back."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designation.directory import actions
from designation.directory.forms import ReasonForm, new_key
from designation.directory.models import Directory, DirectoryEntry, RemovedEntry
from designation.directory.rules.entries import IN_USE
from designation.directory.views.entries import facts_of
from designation.directory.views.reader import RosterReader, for_roster
from designation.web.action_page import ActionPage, action_page
from designation.web.paging import page_of
from workflow.steps import step_of

REMOVED = "Removed organizations"


def _given(row: DirectoryEntry | RemovedEntry) -> list[tuple[str, Any]]:
    """Return label and value of the fields that have a value."""
    return [(label, value) for label, value in facts_of(row) if value]


@for_roster
def entry_remove(http: HttpRequest, reader: RosterReader, entry: uuid.UUID) -> HttpResponse:
    """Remove one organization, with a reason."""
    row = DirectoryEntry.objects.filter(pk=entry).first()
    if row is None:
        get_object_or_404(RemovedEntry, pk=entry)
        return redirect("directory_removed")
    back, key = reverse("directory_entry", args=[row.pk]), http.POST.get("key", "")[:64] or new_key()
    revision = http.POST.get("revision", "" if http.method == "POST" else str(row.revision))
    form = ReasonForm(http.POST or None)
    directory = Directory.present()
    in_use = directory is not None and directory.is_in_use(str(row.pk))
    page = ActionPage(
        form=form,
        heading=f"Remove {row.full_name}",
        button="Remove from the directory",
        back=back,
        crumbs=[("Directory", reverse("directory")), (row.full_name, back)],
        consequences=[step_of(Directory, "remove").consequence],
        hidden={"key": key, "revision": revision},
        act=lambda: actions.remove(
            row,
            actor=reader.actor,
            revision=int(revision) if revision.isdecimal() and len(revision) < 10 else -1,
            reason=form.cleaned_data["reason"],
            key=key,
        ),
        done=f"You removed {row.full_name} from the directory. You can put it back from “{REMOVED}”.",
        on_success=lambda _made: redirect("directory"),
        context=reader.context("", terms_words=_given(row), terms_heading="What you remove")
        | {"not_now": [IN_USE] if in_use else []},
    )
    return action_page(http, page)


@for_roster
@require_safe
def removed(http: HttpRequest, reader: RosterReader) -> HttpResponse:
    """List the organizations that were removed by hand, the last first."""
    page = page_of(http, RemovedEntry.objects.select_related("removed_by"), by=("-removed_at", "id"))
    return render(http, "directory/removed.html", reader.context("", heading=REMOVED, page=page))


@for_roster
def entry_restore(http: HttpRequest, reader: RosterReader, entry: uuid.UUID) -> HttpResponse:
    """Put one organization back that was removed."""
    row = RemovedEntry.objects.filter(pk=entry).first()
    if row is None:
        get_object_or_404(DirectoryEntry, pk=entry)
        return redirect("directory_entry", entry)
    back, key = reverse("directory_removed"), http.POST.get("key", "")[:64] or new_key()
    page = ActionPage(
        gentle=True,
        heading=f"Put {row.full_name} back",
        button="Put back into the directory",
        back=back,
        crumbs=[("Directory", reverse("directory")), (REMOVED, back)],
        consequences=[step_of(Directory, "restore").consequence],
        hidden={"key": key},
        act=lambda: actions.restore(row.pk, actor=reader.actor, key=key),
        done=f"You put {row.full_name} back into the directory.",
        on_success=lambda _made: redirect("directory_entry", row.pk),
        context=reader.context(
            "",
            terms_words=[*_given(row), ("Removed because", row.reason)],
            terms_heading="What you put back",
        ),
    )
    return action_page(http, page)
