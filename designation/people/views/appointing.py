"""Pages that propose or delegate a role. The proposal is also the proposer's signature."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from designation.people.actions import appointments as actions
from designation.people.forms import DelegateForm, RoleForm
from designation.people.models import Organization
from designation.people.views.scope import CHANGES, appointment_in, crumbs_to, for_organization, person_in
from designation.web.action_page import ActionPage, action_page
from designation.web.actor import actor_of
from workflow.perform import Outcome, Pending


@for_organization(CHANGES)
def role_add(request: HttpRequest, row: Any, person_id: uuid.UUID) -> HttpResponse:
    """Propose a role for a person and sign the proposal."""
    someone = person_in(row, person_id)
    form = RoleForm(request.POST or None, organization=row, initial={"office": someone.office_id})
    return _proposing(
        request,
        row,
        form,
        heading=f"Give {someone} a role",
        button="Sign for this role",
        back=reverse("person", args=[row.pk, someone.pk]),
        propose=lambda: actions.propose(someone, actor=actor_of(request), **form.cleaned_data),
    )


@for_organization(CHANGES)
def role_delegate(request: HttpRequest, row: Any, appointment_id: uuid.UUID) -> HttpResponse:
    """Delegate a role until a given time, citing a recorded instrument, and sign the delegation."""
    held = appointment_in(row, appointment_id, request)
    form = DelegateForm(request.POST or None, organization=row, without=held.person)
    return _proposing(
        request,
        row,
        form,
        heading=f"Delegate {held.get_role_display()} of {held.person}",
        button="Sign for this delegation",
        back=reverse("appointment", args=[row.pk, held.pk]),
        propose=lambda: actions.delegate(held, actor=actor_of(request), **form.cleaned_data),
    )


def _proposing(
    request: HttpRequest,
    row: Organization,
    form: Any,
    *,
    heading: str,
    button: str,
    back: str,
    propose: Callable[[], Outcome],
) -> HttpResponse:
    def on_success(outcome: Outcome) -> HttpResponse:
        _tell(request, outcome)
        return redirect("appointment", row.pk, outcome.subject.pk)

    crumbs = crumbs_to(row)
    page = ActionPage(
        form=form,
        gentle=True,
        heading=heading,
        button=button,
        back=back,
        crumbs=crumbs,
        act=propose,
        on_success=on_success,
    )
    return action_page(request, page)


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    if isinstance(outcome, Pending):
        missing = " ".join(refusal.reason for refusal in outcome.missing)
        messages.info(request, f"You signed. {missing}")
    else:
        messages.success(request, "The role is given and counts from now on.")
