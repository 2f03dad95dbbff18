"""The page of one emergency access, and its steps."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from designation.access.permissions import Permission
from designation.break_glass.facts import WAITING_FOR, facts_of, state_tag, title_of
from designation.break_glass.window_page import known_in
from designation.people import feed
from designation.web.step_links import Steps, is_due, steps_for
from designation.web.step_views import step_page, take_back_page
from designation.windows.matter import WindowMatter, for_window
from workflow.models import Entry
from workflow.models.ledger import open_to

SHOWN = 50


@for_window(Permission.READ_WINDOW)
def break_glass(http: HttpRequest, matter: WindowMatter, access: uuid.UUID) -> HttpResponse:
    """Show one emergency access: who asked and why, until when it is open, who agreed, and what was found."""
    row = _known(matter, access)
    steps = Steps()
    steps.add(
        steps_for(
            row,
            matter,
            lambda name: matter.link("break_glass_step", row.pk, name),
            names=matter.names_of(row),
        ),
        due=is_due(row, matter),
    )
    may_read_log = matter.may(Permission.READ_WHOLE_LOG)
    own = row.grant.person_id == matter.actor.id
    context = matter.context(
        "windows",
        state=state_tag(str(row.state)),
        heading=title_of(row.grant, matter.side),
        page_title=title_of(row.grant, matter.side),
        crumbs=matter.crumbs(),
        access=row,
        own=own,
        waits=WAITING_FOR[str(row.state)],
        facts=facts_of(row, matter.side),
        due=steps.due,
        steps=steps.others,
        rare=steps.rare,
        clocks=matter.clock_facts(row),
        read=_read_under_it(row, matter) if may_read_log or own else [],
        has_begun=row.began_at is not None,
        events=_events(row, matter),
    )
    return render(http, "break_glass/page.html", context)


@for_window(Permission.READ_WINDOW)
def break_glass_step(http: HttpRequest, matter: WindowMatter, access: uuid.UUID, step: str) -> HttpResponse:
    """Take one step of an emergency access."""
    row = _known(matter, access)
    return step_page(http, matter, row, step, back=matter.link("break_glass", row.pk))


@for_window(Permission.READ_WINDOW)
def break_glass_take_back(
    http: HttpRequest, matter: WindowMatter, access: uuid.UUID, step: str
) -> HttpResponse:
    """Take back one's own signature under an emergency access."""
    row = _known(matter, access)
    return take_back_page(http, matter, row, step, back=matter.link("break_glass", row.pk))


def _known(matter: WindowMatter, access: uuid.UUID) -> Any:
    """Return an emergency access of the window that the reader may know of, with their roles. Raises: Http404."""
    row = get_object_or_404(known_in(matter), pk=access)
    row.window = matter.window
    return row


def _events(row: Any, matter: WindowMatter) -> list[feed.Line]:
    """Return what happened to it, the newest first."""
    return _lines(Entry.objects.filter(subject_id=row.pk), row, matter)


def _read_under_it(row: Any, matter: WindowMatter) -> list[feed.Line]:
    """Return what the evaluator opened under it, the newest first."""
    return _lines(
        Entry.objects.filter(actor=str(row.grant_id), details__emergency_access=str(row.pk)), row, matter
    )


def _lines(entries: Any, row: Any, matter: WindowMatter) -> list[feed.Line]:
    known = entries.filter(open_to([matter.side]), log=row.log_id).order_by("-index")
    return feed.lines(feed.named(known)[:SHOWN], side=matter.side)
