"""Pages for organizations and offices, for the people who maintain or audit them."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from designation.content.folding import found_in
from designation.people.actions import organizations as actions
from designation.people.forms import OfficeForm, ReasonForm, RegisterForm
from designation.people.models import Appointment, Invitation, Office, Organization, Person
from designation.people.views.scope import CHANGES, READS, crumbs_to, for_organization
from designation.roles import OPERATORS, Role
from designation.web.access import by_role
from designation.web.action_page import ActionPage, action_page
from designation.web.actor import actor_of
from designation.web.paging import page_of, searched
from workflow import clock
from workflow.models import Approval

LIVE = Q(state__in=[Appointment.State.PROPOSED, Appointment.State.ACTIVE])


@by_role(READS)
def organization_list(request: HttpRequest) -> HttpResponse:
    """List every organization for site operators. Redirect its administrators and auditors to their own."""
    if OPERATORS.isdisjoint(request.user.roles_held()):
        return redirect("organization", request.user.office.organization_id)
    search = searched(request)
    people = Person.objects.filter(office__organization=OuterRef("pk"), is_active=True).order_by()
    counted = people.values("office__organization").annotate(number=Count("pk")).values("number")
    administers = Appointment.objects.in_effect().filter(organization=OuterRef("pk"), role=Role.ADMINISTRATOR)
    rows = Organization.objects.annotate(
        people_count=Coalesce(Subquery(counted), 0), is_kept=Exists(administers)
    )
    page = page_of(request, rows.filter(found_in("folded", search)) if search else rows, by=("folded", "id"))
    context = {"heading": "Organizations", "page": page, "search": search}
    return render(request, "people/organizations.html", context)


@by_role(OPERATORS)
def organization_add(request: HttpRequest) -> HttpResponse:
    """Register an organization."""
    form = RegisterForm(request.POST or None)

    def on_success(made: Organization) -> HttpResponse:
        said = f"{made} is registered. Now invite its first administrators, at least two."
        messages.success(request, said)
        return redirect("organization", made.pk)

    page = ActionPage(
        form=form,
        gentle=True,
        heading="Register an organization",
        button="Register the organization",
        back=reverse("organizations"),
        crumbs=[("Organizations", reverse("organizations"))],
        act=lambda: actions.register(actor=actor_of(request), **form.cleaned_data),
        on_success=on_success,
    )
    return action_page(request, page)


@for_organization(READS)
def organization(request: HttpRequest, row: Any) -> HttpResponse:
    """Show an organization with its people, offices and roles, and the proposed roles that need a signature."""
    search = searched(request)
    held = Appointment.objects.filter(LIVE).order_by("role")
    people = Person.objects.filter(office__organization=row).select_related("office")
    people = people.prefetch_related(Prefetch("appointments", queryset=held, to_attr="live_appointments"))
    if search:
        people = people.filter(found_in("folded", search) | Q(email__icontains=search))
    now = clock.now()
    context = {
        "heading": row.name,
        "crumbs": [("Organizations", reverse("organizations"))] if row.may_close else [],
        "state": {"label": row.get_state_display(), "tone": "open" if row.state == "active" else "final"},
        "organization": row,
        "page": page_of(request, people, by=("folded", "id")),
        "search": search,
        "waiting": _waiting(row, now),
        "offices": row.offices.annotate(number=Count("people", filter=Q(people__is_active=True))).order_by(
            "folded", "name"
        ),
        "invited": row.invitations.filter(state=Invitation.State.OPEN).count(),
        "now": now,
    }
    return render(request, "people/organization.html", context)


def _waiting(row: Organization, now: Any) -> list[Appointment]:
    """Return the proposed roles that need a signature, each with the names of the people who signed."""
    waiting = list(row.appointments.filter(state="proposed").select_related("person", "office")[:50])
    signed: dict[uuid.UUID, list[str]] = {}
    approvals = Approval.objects.filter(
        subject_id__in=[one.pk for one in waiting], step="activate", state="open", expires_at__gt=now
    )
    for approval in approvals.order_by("at"):
        signed.setdefault(approval.subject_id, []).append(approval.actor_name)
    for one in waiting:
        one.signed_by = signed.get(one.pk, [])  # type: ignore[attr-defined]  # for the template
    return waiting


@for_organization(CHANGES)
def office_add(request: HttpRequest, row: Any) -> HttpResponse:
    """Add an office."""
    form = OfficeForm(request.POST or None)

    def on_success(office: Office) -> HttpResponse:
        messages.success(request, f"{office} is added.")
        return redirect("organization", row.pk)

    page = ActionPage(
        form=form,
        gentle=True,
        heading="Add an office",
        button="Add the office",
        back=reverse("organization", args=[row.pk]),
        crumbs=crumbs_to(row),
        act=lambda: _office_added(request, row, form),
        on_success=on_success,
    )
    return action_page(request, page)


def _office_added(request: HttpRequest, row: Organization, form: OfficeForm) -> Office:
    """Add the office. Submitting the same form with the same name again returns the same office."""
    name, key = form.cleaned_data["name"], form.cleaned_data["key"]
    once = f"{key} {name}" if key else None
    return actions.add_office(row, actor=actor_of(request), name=name, key=once)


@for_organization(OPERATORS)
def organization_close(request: HttpRequest, row: Any) -> HttpResponse:
    """Close an organization after a confirmation."""
    form = ReasonForm(request.POST or None)
    page = ActionPage(
        heading=f"Close {row}?",
        consequences=[
            "Nobody of this organization can act any more.",
            "Its open invitations can no longer be used.",
        ],
        remains=["Its matters and its record stay as they are."],
        button="Close the organization",
        done=f"{row} is closed.",
        back=reverse("organization", args=[row.pk]),
        form=form,
        crumbs=crumbs_to(row),
        act=lambda: actions.close(row, actor=actor_of(request), reason=form.cleaned_data["reason"]),
    )
    return action_page(request, page)
