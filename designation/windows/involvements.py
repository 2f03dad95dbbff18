"""Why somebody takes part in a matter. Whoever changes it lets `parties` follow in the same transaction.

A developer, a lead agency and consulted offices are involved by the step that brings them in, for good. Agencies named
in terms and named evaluators are involved by the windows of the matter: `follow_windows` derives them anew, and every
step that changes what a window says calls it.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Exists, OuterRef, Q

from designation.access import parties
from designation.access.parties import Capacity
from designation.requests.tables import table
from designation.roles import Side
from designation.windows.lifecycle.states import BEING_AGREED, State
from workflow.guards import StepContext

BY_WINDOWS = (Capacity.NAMED, Capacity.EVALUATOR)


def involve(
    matter: uuid.UUID, *, organization: Any, capacity: str, office: Any = None, person: Any = None
) -> None:
    """Note that somebody takes part in a matter, once."""
    involvement = table("Involvement")
    who = involvement(
        matter=matter, organization_id=organization, capacity=capacity, office_id=office, person_id=person
    )
    involvement.objects.bulk_create([who], ignore_conflicts=True)  # the table holds each once


def parties_follow(subject: Any, _context: StepContext) -> None:
    """Agencies and evaluators take part for as long as a window of the matter names them."""
    follow_windows(subject.log_id)


def follow_windows(matter: uuid.UUID) -> None:
    """Bring what the windows of a matter involve up to date, and the parties with it."""
    wanted = _named_agencies(matter) | _named_evaluators(matter)
    noted = table("Involvement").objects.filter(matter=matter, capacity__in=BY_WINDOWS)
    present = {
        (str(organization), person, capacity): key
        for key, organization, person, capacity in noted.values_list(
            "pk", "organization", "person", "capacity"
        )
    }
    noted.filter(pk__in=[key for who, key in present.items() if who not in wanted]).delete()
    for organization, person, capacity in wanted - present.keys():
        involve(matter, organization=organization, capacity=capacity, person=person)
    parties.refresh(matter)


Who = set[tuple[str, uuid.UUID | None, str]]
"""Organization, person where it is one alone, capacity."""


def _named_agencies(matter: uuid.UUID) -> Who:
    """Return the agencies that terms let in while these are being agreed, or that signed them.

    What the government signed keeps its agencies until the window is canceled: they answer for what was done under it.
    """
    signed = table("TermsSignature").objects.filter(terms=OuterRef("terms"), side=Side.GOVERNMENT)
    windows = table("Window").objects.filter(log=matter).exclude(state=State.CANCELED)
    counting = windows.filter(Q(state__in=BEING_AGREED) | Exists(signed)).select_related("terms")
    return {(agency, None, Capacity.NAMED) for window in counting for agency in window.agencies_let_in()}


def _named_evaluators(matter: uuid.UUID) -> Who:
    """Return the people whose grants in the matter have not ended."""
    grants = table("Grant").objects.filter(log=matter).exclude(state="ended")
    people = grants.values_list("person__office__organization", "person")
    return {(str(organization), person, Capacity.EVALUATOR) for organization, person in people}
