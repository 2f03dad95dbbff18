"""Who takes part in the matter of a selection: both sides from the proposal on, the partner from the invitation on."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from designation.access import parties
from designation.access.capacities import Capacity
from designation.access.models import Involvement
from workflow.guards import StepContext

OF_THE_REQUEST = (Capacity.DEVELOPER, Capacity.LEAD, Capacity.NAMED)
COLUMNS = ("organization", "office", "person", "capacity")


def parties_follow(selection: Any, _context: StepContext) -> None:
    """Update the parties after a selection changed."""
    follow(selection)


def parties_follow_request(request: Any, _context: StepContext) -> None:
    """Update the parties of every selection of a request after somebody was recused."""
    _follow(request, request.selections.select_related("partner"))


def parties_follow_window(window: Any, context: StepContext) -> None:
    """Update the parties of every selection of a request after the agencies that a window names changed."""
    parties_follow_request(window.request, context)


def follow(selection: Any) -> None:
    """Let exactly those take part in a selection who take part in its request, and the partner once it is invited."""
    _follow(selection.request, [selection])


def _follow(request: Any, selections: Iterable[Any]) -> None:
    """Update the parties of selections of one request, in as many statements as one selection needs.

    The determining agency signs for the government where no window names an agency yet.
    """
    wanted = _wanted(request, selections)
    if not wanted:
        return
    noted = Involvement.objects.filter(matter__in=wanted)
    present = {(row[1], row[2:]): row[0] for row in noted.values_list("pk", "matter", *COLUMNS)}
    gone = [key for (matter, who), key in present.items() if who not in wanted[matter]]
    if gone:
        noted.filter(pk__in=gone).delete()
    parties.involve_all(
        Involvement(
            matter=matter, organization_id=organization, office_id=office, person_id=person, capacity=capacity
        )
        for matter, all_of_them in wanted.items()
        for organization, office, person, capacity in all_of_them
        if (matter, (organization, office, person, capacity)) not in present
    )
    parties.refresh(*wanted)


def _wanted(request: Any, selections: Iterable[Any]) -> dict[uuid.UUID, set[tuple[Any, ...]]]:
    """Return who is to take part in each selection, by its log."""
    above = Involvement.objects.filter(matter=request.log_id, capacity__in=OF_THE_REQUEST)
    both_sides = set(above.values_list(*COLUMNS))
    both_sides.add((uuid.UUID(request.pinned_policy.value("lead_agency")), None, None, str(Capacity.NAMED)))
    found = {}
    for selection in selections:
        found[selection.log_id] = set(both_sides)
        if selection.is_known_to_the_partner:
            partner = (selection.partner.organization_id, None, None, str(Capacity.PARTNER))
            found[selection.log_id].add(partner)
    return found
