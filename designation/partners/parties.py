"""Who takes part in the matter of a selection: both sides from the proposal on, the partner from the invitation on."""

from __future__ import annotations

import uuid
from typing import Any

from designation.access import parties
from designation.access.capacities import Capacity
from designation.access.models import Involvement
from workflow.guards import StepContext

OF_THE_REQUEST = (Capacity.DEVELOPER, Capacity.LEAD, Capacity.NAMED)


def parties_follow(selection: Any, _context: StepContext) -> None:
    """Update the parties after a selection changed."""
    follow(selection)


def parties_follow_request(request: Any, _context: StepContext) -> None:
    """Update the parties of every selection of a request after somebody was recused."""
    for selection in request.selections.select_related("request", "partner"):
        follow(selection)


def parties_follow_window(window: Any, context: StepContext) -> None:
    """Update the parties of every selection of a request after the agencies that a window names changed."""
    parties_follow_request(window.request, context)


def follow(selection: Any) -> None:
    """Let exactly those take part in a selection who take part in its request, and the partner once it is invited.

    The determining agency signs for the government where no window names an agency yet.
    """
    log, request = selection.log_id, selection.request
    above = Involvement.objects.filter(matter=request.log_id, capacity__in=OF_THE_REQUEST)
    columns = ("organization", "office", "person", "capacity")
    wanted = set(above.values_list(*columns))
    wanted.add((uuid.UUID(request.pinned_policy.value("lead_agency")), None, None, str(Capacity.NAMED)))
    if selection.is_known_to_the_partner:
        wanted.add((selection.partner.organization_id, None, None, str(Capacity.PARTNER)))
    for row in Involvement.objects.filter(matter=log):
        if (row.organization_id, row.office_id, row.person_id, row.capacity) not in wanted:
            row.delete()
    for organization, office, person, capacity in wanted:
        parties.involve(log, organization=organization, capacity=capacity, office=office, person=person)
    parties.refresh(log)
