"""Agencies and evaluators take part in a matter for as long as one of its windows names them.

Every step that changes what a window says calls `follow_windows`, which derives these involvements anew. A developer, a
determining agency and consulted offices are involved by the step that brings them in, for good.
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

BY_WINDOWS = (Capacity.NAMED, Capacity.EVALUATOR)

Who = set[tuple[str, uuid.UUID | None, uuid.UUID | None, str]]
"""Organization; person and appointment where it is one person alone; capacity."""


def parties_follow(window: Any, _context: StepContext) -> None:
    """Agencies and evaluators take part for as long as a window of the matter names them."""
    follow_windows(window)


def parties_follow_grant(grant: Any, _context: StepContext) -> None:
    """An evaluator takes part for as long as a grant of theirs has not ended."""
    follow_windows(grant.window)


def follow_windows(window: Any) -> None:
    """Bring what the windows of a window's request involve up to date, and the parties with it."""
    matter, windows = window.log_id, type(window).objects.filter(request=window.request_id)
    wanted = _named_agencies(windows) | _named_evaluators(windows)
    noted = Involvement.objects.filter(matter=matter, capacity__in=BY_WINDOWS)
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


def _named_agencies(windows: Any) -> Who:
    """Return the agencies that terms let in while these are being agreed, or that signed them.

    What the government signed keeps its agencies until the window is canceled: they answer for what was done under it.
    """
    signed = Q(terms__signatures__side=Side.GOVERNMENT)
    counting = windows.exclude(state=State.CANCELED).filter(Q(state__in=BEING_AGREED) | signed)
    return {
        (agency, None, None, Capacity.NAMED)
        for window in counting.select_related("terms")
        for agency in window.agencies_let_in()
    }


def _named_evaluators(windows: Any) -> Who:
    """Return the people whose grants have not ended, each by the appointment that the grant stands on."""
    grants = windows.model.grants_of(windows).exclude(state="ended").exclude(appointment=None)
    people = grants.values_list("person__office__organization", "person", "appointment")
    return {
        (str(organization), person, appointment, Capacity.EVALUATOR)
        for organization, person, appointment in people
    }
