"""The page that imports people: a trial run first, then invitations that are saved but not mailed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from designation.people.actions import people_import as actions
from designation.people.forms import ImportForm
from designation.people.views.scope import CHANGES, crumbs_to, for_organization
from designation.web.action_page import CONFLICT, reasons
from designation.web.actor import actor_of
from workflow.errors import Refused

EXAMPLE = "email,name,office,roles\njo.park@agency.example,Jo Park,Intake,Reviewer;Evaluator\n"


@for_organization(CHANGES)
def import_page(request: HttpRequest, row: Any) -> HttpResponse:
    """Read a CSV file. Show every line with its problems, or import the file."""
    form = ImportForm(request.POST or None, request.FILES or None)
    trial, problems = None, []
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        actor = actor_of(request)
        try:
            if "import" in request.POST:
                made = actions.import_people(row, actor=actor, text=text)
                messages.success(
                    request, f"{len(made)} invitations are written down. Nobody was mailed: send them here."
                )
                return redirect("invitations", row.pk)
            trial = actions.dry_run(row, actor=actor, text=text)
        except Refused as refused:
            problems = reasons(refused)
        form = ImportForm(initial={"text": text})
    context = {
        "heading": "Import people",
        "crumbs": crumbs_to(row),
        "organization": row,
        "form": form,
        "trial": trial,
        "problems": problems,
        "example": EXAMPLE,
    }
    return render(request, "people/import.html", context, status=CONFLICT if problems else 200)
