"""Who takes part in the matter of a window, and in the request because of its windows.

The developer takes part in a window from the draft on, the determining agency once terms are proposed, agencies and
evaluators as long as the window names them. A trusted partner takes part in its own early access. Named agencies take
part in the request too; evaluators and partners do not. Every step that changes the agencies or evaluators of a window
calls `follow_windows`, which derives this again.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q

from designation.access import parties
from designation.access.capacities import Capacity
from designation.access.models import Involvement
from designation.roles import Side
from designation.windows.lifecycle.states import BEING_AGREED, State
from workflow.guards import StepContext

Who = set[tuple[str, uuid.UUID | None, uuid.UUID | None, str]]
"""Organization, person, appointment and capacity. The two in the middle are None for an organization."""


def parties_follow(window: Any, _context: StepContext) -> None:
    """Update the parties after a window changed."""
    follow_windows(window)


def parties_follow_grant(grant: Any, _context: StepContext) -> None:
    """Update the parties after a grant changed. Evaluators take part until their grant ends."""
    follow_windows(grant.window)


def parties_leave_windows(request: Any, _context: StepContext) -> None:
    """Update the parties of every window of a request after somebody was recused."""
    for log in request.windows.values_list("log", flat=True):
        parties.refresh(log)


def parties_leave(window: Any, context: StepContext) -> None:
    """Update the parties of every window of a window's request after somebody was recused."""
    parties_leave_windows(window.request, context)


def follow_windows(window: Any) -> None:
    """Update the involvements that a window causes, in its own matter and in its request, and the parties of both."""
    request = window.request
    own = type(window).objects.filter(pk=window.pk)
    wanted = _owners(window) | _partner(window) | _named_agencies(own) | _named_evaluators(own)
    _involve(window.log_id, wanted, tuple(Capacity))
    _involve(request.log_id, _named_agencies(request.windows.all()), (Capacity.NAMED,))


def _involve(matter: uuid.UUID, wanted: Who, capacities: tuple[Capacity, ...]) -> None:
    """Make exactly these take part in a matter in these capacities."""
    noted = Involvement.objects.filter(matter=matter, capacity__in=capacities)
    columns = ("pk", "organization", "person", "appointment", "capacity")
    present = {
        (str(organization), person, appointment, capacity): key
        for key, organization, person, appointment, capacity in noted.values_list(*columns)
    }
    noted.filter(pk__in=[key for who, key in present.items() if who not in wanted]).delete()
    for organization, person, appointment, capacity in wanted - present.keys():
        parties.involve(
            matter, organization=organization, capacity=capacity, person=person, appointment=appointment
        )
    parties.refresh(matter)


def _owners(window: Any) -> Who:
    """Return the developer and, once terms are proposed, the determining agency."""
    request = window.request
    who: Who = {(str(request.model.developer_id), None, None, Capacity.DEVELOPER)}
    return (
        who
        if window.terms is None
        else who | {(request.policy.value("lead_agency"), None, None, Capacity.LEAD)}
    )


def _partner(window: Any) -> Who:
    """Return the partner whose early access the window is."""
    return {(str(window.partner_id), None, None, Capacity.PARTNER)} if window.partner_id else set()


def _named_agencies(windows: Any) -> Who:
    """Return the agencies that take part because the terms of these windows name them.

    These are the agencies in terms that are being agreed, with the developer's consent, and in terms that the
    government signed. If the government signed, its agencies stay until the window is canceled, because they
    remain accountable for what was done under it.
    """
    signed = Q(terms__signatures__side=Side.GOVERNMENT)
    counting = windows.exclude(state=State.CANCELED).filter(Q(state__in=BEING_AGREED) | signed)
    return {
        (agency, None, None, Capacity.NAMED)
        for window in counting.select_related("terms")
        for agency in window.agencies_let_in()
    }


def _named_evaluators(windows: Any) -> Who:
    """Return the people whose grants have not ended, each with the appointment that the grant is based on."""
    grants = windows.model.grants_of(windows).exclude(state="ended").exclude(appointment=None)
    people = grants.values_list("person__office__organization", "person", "appointment")
    return {
        (str(organization), person, appointment, Capacity.EVALUATOR)
        for organization, person, appointment in people
    }
