"""For one window: who could be named as an evaluator and would be able to read, and why the others could not."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from designation.access.permissions import Permission
from designation.eligibility.standing import nameable_people
from designation.windows.matter import WindowMatter, for_window
from designation.windows.models import Grant
from workflow.affordances import creation_affordance


@for_window(Permission.READ_EVALUATORS)
@require_safe
def who_could_read(http: HttpRequest, matter: WindowMatter) -> HttpResponse:
    """Show everybody who can be named for the window. Only those who name people see this page."""
    if creation_affordance(Grant, "nominate", matter.window, matter.actor) is None:
        raise Http404
    context = matter.context(
        "windows",
        state=None,
        heading="Who could read in this window",
        page_title="Who could read",
        crumbs=matter.crumbs(),
        people=nameable_people(matter.window, matter.now),
        name_url=matter.link("evaluator_name"),
    )
    return render(http, "eligibility/window.html", context)
