"""Pages for one person of an organization: their roles and their account."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from designation.people.actions import organizations as actions
from designation.people.views.scope import CHANGES, READS, crumbs_to, for_organization, person_in
from designation.web.action_page import ActionPage, action_page
from designation.web.actor import actor_of


@for_organization(READS)
def person(request: HttpRequest, row: Any, person_id: uuid.UUID) -> HttpResponse:
    """Show a person with all their roles: active, proposed and ended."""
    someone = person_in(row, person_id)
    held = someone.appointments.select_related("office", "delegated_from__person").order_by("role", "pk")
    context = {
        "heading": someone.name,
        "crumbs": crumbs_to(row),
        "state": None if someone.is_active else {"label": "Account closed", "tone": "final"},
        "organization": row,
        "person": someone,
        "live": [one for one in held if one.state in ("proposed", "active")],
        "past": [one for one in held if one.state not in ("proposed", "active")],
        "is_self": someone.pk == request.user.pk,
        "facts": [
            ("Address", someone.email),
            ("Office", someone.office.name),
            ("Account since", someone.date_joined),
            ("Last signed in", someone.last_login or "Never"),
        ],
    }
    return render(request, "people/person.html", context)


@for_organization(CHANGES)
def account_close(request: HttpRequest, row: Any, person_id: uuid.UUID) -> HttpResponse:
    """Close a person's account after a confirmation."""
    someone = person_in(row, person_id)
    page = ActionPage(
        heading=f"Close the account of {someone}?",
        consequences=[
            "They are signed out with their next click.",
            "Every role of theirs ends, and what stands on it.",
        ],
        remains=["What they did stays in the record."],
        button="Close the account",
        done=f"The account of {someone} is closed.",
        back=reverse("person", args=[row.pk, someone.pk]),
        crumbs=crumbs_to(row),
        act=lambda: actions.close_account(someone, actor=actor_of(request)),
    )
    return action_page(request, page)


@for_organization(CHANGES)
def account_sign_out(request: HttpRequest, row: Any, person_id: uuid.UUID) -> HttpResponse:
    """Sign a person out everywhere after a confirmation."""
    someone = person_in(row, person_id)
    page = ActionPage(
        heading=f"Sign {someone} out everywhere?",
        consequences=[
            "They are signed out of every browser at once.",
            "Their running downloads stop.",
            "They get an email that says you did this.",
        ],
        remains=["Their account and their roles stay as they are. They can sign in again."],
        button="Sign them out everywhere",
        done=f"You signed {someone} out everywhere. They get an email about it.",
        back=reverse("person", args=[row.pk, someone.pk]),
        crumbs=crumbs_to(row),
        act=lambda: actions.end_sessions(someone, actor=actor_of(request)),
    )
    return action_page(request, page)


@for_organization(CHANGES)
def account_reopen(request: HttpRequest, row: Any, person_id: uuid.UUID) -> HttpResponse:
    """Reopen a closed account after a confirmation."""
    someone = person_in(row, person_id)
    page = ActionPage(
        heading=f"Open the account of {someone} again?",
        consequences=["They can sign in again once they set a new password (“Forgot your password?”)."],
        remains=["Their roles do not come back. Propose those that they need."],
        button="Open the account",
        gentle=True,
        done=f"The account of {someone} is open.",
        back=reverse("person", args=[row.pk, someone.pk]),
        crumbs=crumbs_to(row),
        act=lambda: actions.reopen_account(someone, actor=actor_of(request)),
    )
    return action_page(request, page)
