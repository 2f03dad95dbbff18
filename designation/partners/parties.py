"""Who takes part in the matter of a selection: both sides from the proposal on, the partner from the invitation on."""

from __future__ import annotations

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


def follow(selection: Any) -> None:
    """Let those take part in a selection who take part in its request, and the partner once it is invited.

    The determining agency signs for the government where no window names an agency yet.
    """
    log = selection.log_id
    for row in Involvement.objects.filter(matter=selection.request.log_id, capacity__in=OF_THE_REQUEST):
        parties.involve(
            log,
            organization=row.organization_id,
            capacity=row.capacity,
            office=row.office_id,
            person=row.person_id,
        )
    lead = selection.request.pinned_policy.value("lead_agency")
    parties.involve(log, organization=lead, capacity=Capacity.NAMED)
    if selection.is_known_to_the_partner:
        parties.involve(log, organization=selection.partner.organization_id, capacity=Capacity.PARTNER)
    parties.refresh(log)
