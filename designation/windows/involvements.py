"""Agencies and evaluators take part in a matter as long as one of its windows names them.

Every step that changes the agencies or evaluators of a window calls `follow_windows`, which derives these
involvements again. The developer, the determining agency and the consulted offices are different: the step
that involves them does so permanently.
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
"""Organization, person, appointment and capacity. The two in the middle are None for an organization."""


def parties_follow(window: Any, _context: StepContext) -> None:
    """Update the parties of the matter after a window changed."""
    follow_windows(window)


def parties_follow_grant(grant: Any, _context: StepContext) -> None:
    """Update the parties of the matter after a grant changed. Evaluators take part until their grant ends."""
    follow_windows(grant.window)


def follow_windows(window: Any) -> None:
    """Update the involvements that the windows of this request cause, and the parties of the matter."""
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
    """Return the agencies that take part because terms name them.

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
