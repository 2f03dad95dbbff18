"""The developer's pages of agreements: the versions, writing one, and who accepted which."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from designation.access.permissions import Permission
from designation.artifacts import actions
from designation.artifacts.agreed import agreed, summary
from designation.artifacts.forms import AgreementForm
from designation.artifacts.models import Agreement
from designation.requests.matter import Matter, for_request
from designation.web.action_page import CONFLICT, add_refusals
from designation.web.step_links import steps_for, tag
from designation.web.step_views import step_page
from workflow.affordances import creation_affordance
from workflow.errors import Refused

OVER = ("replaced", "withdrawn", "discarded")


def state_of(row: Agreement) -> dict[str, str]:
    """Return the state of a version as a tag."""
    return tag(row.state, row.get_state_display(), final=row.state in OVER)


def called(row: Agreement) -> str:
    """Return what pages call a version."""
    return f"Version {row.number}" if row.was_in_force else "Draft"


@for_request(Permission.READ_ARTIFACTS)
def agreements(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Show the version in force with who accepted it, and the other versions."""
    rows = list(matter.request.agreements.order_by("-written_at", "-pk"))
    present = next((row for row in rows if row.state == "in_force"), None)
    people = agreed(present, matter.side) if present else []
    offer = creation_affordance(Agreement, "write", matter.request, matter.actor, now=matter.now)
    context = matter.context(
        "artifacts",
        state=None,
        heading="Agreement",
        page_title="Agreement",
        crumbs=_crumbs(matter),
        present=present,
        people=people,
        summary=summary(sum(one.at is not None for one in people), len(people)),
        versions=[
            {
                "name": called(row),
                "title": row.title,
                "url": matter.link_to("agreement", row.pk),
                "state": state_of(row),
                "at": row.in_force_at or row.written_at,
                "in_force": row.was_in_force,
            }
            for row in rows
        ],
        write_url=matter.link_to("agreement_write") if offer and offer.allowed else "",
        write_reasons=[refusal.reason for refusal in offer.refusals] if offer else [],
    )
    return render(http, "artifacts/agreements.html", context)


@for_request(Permission.READ_ARTIFACTS)
def agreement_write(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Write a version of the agreement, beginning with the text that is in force."""
    offer = creation_affordance(Agreement, "write", matter.request, matter.actor, now=matter.now)
    if offer is None:
        raise Http404
    present = matter.request.agreements.filter(state="in_force").first()
    initial = {"title": present.title, "text": present.text} if present else None
    form = AgreementForm(http.POST or None, initial=initial)
    refused = False
    if http.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            made = actions.write_agreement(
                matter.request, actor=matter.actor, title=sent["title"], text=sent["text"]
            )
        except Refused as refusal:
            add_refusals(refusal, form)
            refused = True
        else:
            messages.success(
                http, "You wrote a version of the agreement. A certifying officer puts it into force."
            )
            return redirect("agreement", matter.request.number, made.pk)
    context = matter.context(
        "artifacts",
        state=None,
        heading="Write a version of the agreement",
        page_title="Write an agreement",
        form=form,
        button="Save this version",
        cancel_url=matter.link_to("agreements"),
        crumbs=[*_crumbs(matter), ("Agreement", matter.link_to("agreements"))],
    )
    return render(http, "windows/form.html", context, status=CONFLICT if refused else 200)


@for_request(Permission.READ_ARTIFACTS)
def agreement(http: HttpRequest, matter: Matter, agreement: uuid.UUID) -> HttpResponse:
    """Show one version in full, with who accepted it. The page can be printed."""
    row = _agreement(matter, agreement)
    people = agreed(row, matter.side)
    context = matter.context(
        "artifacts",
        state=state_of(row),
        heading=row.title,
        page_title=row.title,
        crumbs=[*_crumbs(matter), ("Agreement", matter.link_to("agreements"))],
        agreement=row,
        called=called(row),
        written_by=row.written_by.name,
        people=people,
        summary=summary(sum(one.at is not None for one in people), len(people)),
        file_url=matter.link_to("agreement_file", row.pk),
        steps=steps_for(row, matter, lambda name: matter.link_to("agreement_step", row.pk, name)),
    )
    return render(http, "artifacts/agreement.html", context)


@for_request(Permission.READ_ARTIFACTS)
def agreement_file(_http: HttpRequest, matter: Matter, agreement: uuid.UUID) -> HttpResponse:
    """Return the text of a version as a file, whose SHA-384 digest is the one in the record."""
    return text_file(_agreement(matter, agreement), matter.request.number)


@for_request(Permission.READ_ARTIFACTS)
def agreement_step(http: HttpRequest, matter: Matter, agreement: uuid.UUID, step: str) -> HttpResponse:
    """Put a version into force, withdraw it or discard it."""
    row = _agreement(matter, agreement)
    back = matter.link_to("agreement", row.pk)
    return step_page(http, matter, row, step, back=back, context={"agreement": row})


def text_file(row: Agreement, request: str) -> HttpResponse:
    """Return the text of a version as a file to keep."""
    response = HttpResponse(row.as_file, content_type="text/plain; charset=utf-8")
    name = f"agreement-{request}-{row.number or 'draft'}.txt"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _agreement(matter: Matter, key: uuid.UUID) -> Any:
    """Return a version of the request's agreement, with the reader's roles. Raises: Http404."""
    rows = Agreement.with_roles(matter.actor.id).select_related("written_by")
    found = get_object_or_404(rows, request=matter.request, pk=key)
    found.request = matter.request
    return found


def _crumbs(matter: Matter) -> list[tuple[str, str]]:
    return [*matter.crumbs(), ("Artifacts", matter.link_to("artifacts"))]
