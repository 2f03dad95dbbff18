"""Pages for organizations and offices, for the people who maintain or audit them."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from designation.people.actions import organizations as actions
from designation.people.forms import OfficeForm, ReasonForm, RegisterForm
from designation.people.models import Appointment, Invitation, Office, Organization, Person
from designation.people.views.scope import crumbs_to, managed_organization, readable_organization
from designation.roles import Role
from designation.web.action_page import ActionPage, action_page
from designation.web.actor import actor_of
from designation.web.paging import page_of, searched
from workflow import clock
from workflow.models import Approval

LIVE = Q(state__in=[Appointment.State.PROPOSED, Appointment.State.ACTIVE])


@login_required
def organization_list(request: HttpRequest) -> HttpResponse:
    """List every organization for site operators. Redirect everyone else to their own organization."""
    if not _operates(request):
        return redirect("organization", request.user.office.organization_id)
    search = searched(request)
    people = Person.objects.filter(office__organization=OuterRef("pk"), is_active=True).order_by()
    counted = people.values("office__organization").annotate(number=Count("pk")).values("number")
    administers = Appointment.objects.in_effect().filter(organization=OuterRef("pk"), role=Role.ADMINISTRATOR)
    rows = Organization.objects.annotate(
        people_count=Coalesce(Subquery(counted), 0), is_kept=Exists(administers)
    )
    page = page_of(request, rows.filter(name__icontains=search) if search else rows, by=("name", "id"))
    context = {"heading": "Organizations", "page": page, "search": search}
    return render(request, "people/organizations.html", context)


@login_required
def organization_add(request: HttpRequest) -> HttpResponse:
    """Register an organization."""
    if not _operates(request):
        raise Http404
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


@login_required
def organization(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """Show an organization with its people, offices and roles, and the proposed roles that need a signature."""
    row = readable_organization(request, organization_id)
    search = searched(request)
    held = Appointment.objects.filter(LIVE).order_by("role")
    people = Person.objects.filter(office__organization=row).select_related("office")
    people = people.prefetch_related(Prefetch("appointments", queryset=held, to_attr="live_appointments"))
    if search:
        people = people.filter(Q(name__icontains=search) | Q(email__icontains=search))
    now = clock.now()
    context = {
        "heading": row.name,
        "crumbs": [("Organizations", reverse("organizations"))] if row.may_close else [],
        "state": {"label": row.get_state_display(), "tone": "open" if row.state == "active" else "final"},
        "organization": row,
        "page": page_of(request, people, by=("name", "id")),
        "search": search,
        "waiting": _waiting(row, now),
        "offices": row.offices.annotate(number=Count("people", filter=Q(people__is_active=True))).order_by(
            "name"
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


@login_required
def office_add(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """Add an office."""
    row = managed_organization(request, organization_id)
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


@login_required
def organization_close(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """Close an organization after a confirmation."""
    row = readable_organization(request, organization_id)
    if not row.may_close:
        raise Http404
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


def _operates(request: HttpRequest) -> bool:
    return Appointment.objects.holds(request.user.pk, Role.OPERATOR)
