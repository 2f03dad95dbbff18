"""What a site needs of people before a developer can submit: its operators, and administrators of each agency.

Whether people are enough is asked of the rule that their signatures have to meet, with all of them as signers.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from designation.declared import Need
from designation.people.models import Appointment, Organization, Seat
from designation.roles import HasSide, Role, Side
from workflow.approvals import Quorum, Signer, Signers
from workflow.guards import HeldRole
from workflow.steps import step_of


@dataclass(frozen=True)
class Sight(HasSide):
    """What one reader may know of: everything as an operator, their side as the government, or their organization.

    It reads each table once, however many packages ask.
    """

    side: str
    organization: uuid.UUID
    now: datetime

    def sees(self, side: str) -> bool:
        """Whether the needs of a side are shown to this reader."""
        return self.is_operator or self.side == side

    @cached_property
    def _rows(self) -> list[Any]:
        """The active organizations that the reader may know of, by name, with the roles that count in them now."""
        counts = Appointment.objects.in_effect().filter(organization=OuterRef("pk")).order_by("pk")
        facts = JSONObject(role="role", person="person_id", office="office_id")
        rows = Organization.objects.filter(state="active").annotate(
            held=ArraySubquery(counts.values(facts=facts))
        )
        if self.is_operator:
            rows = rows.exclude(side=Side.PARTNER)
        elif self.side == Side.GOVERNMENT:
            rows = rows.filter(side=Side.GOVERNMENT)
        else:
            rows = rows.filter(pk=self.organization)
        return list(rows.order_by("name"))

    def organizations(self, side: str) -> list[Organization]:
        """Return those of a side among them."""
        return [row for row in self._rows if row.side == side]

    @cached_property
    def seats(self) -> list[Seat]:
        """The roles that count now in all of them."""
        return [
            (row.pk, held["role"], uuid.UUID(held["person"]), uuid.UUID(held["office"]))
            for row in self._rows
            for held in row.held
        ]

    def holders(self, role: str, organization: uuid.UUID | None = None) -> Signers:
        """Return the people who hold a role, as they would sign in it."""
        at: dict[uuid.UUID, list[HeldRole]] = {}
        for where, held, person, office in self.seats:
            if held == role and organization in (None, where):
                at.setdefault(person, []).append(HeldRole(role, str(office), str(where)))
        return tuple(Signer(person, "", tuple(roles), self.now) for person, roles in at.items())

    def can_sign(self, quorum: Quorum | None, subject: Any, signers: Signers) -> bool:
        """Return whether these people together meet a rule about who signs."""
        return quorum is None or not quorum.missing(subject, signers)

    def administers(self, organization: uuid.UUID) -> bool:
        """Return whether an organization has administrators enough to give a role that two people give."""
        return self._give_roles(self.holders(Role.ADMINISTRATOR, organization))

    def operates(self) -> bool:
        """Return whether there are operators enough to appoint administrators."""
        return self._give_roles(self.holders(Role.OPERATOR))

    def _give_roles(self, signers: Signers) -> bool:
        role = Appointment(role=Role.ADMINISTRATOR)
        return self.can_sign(step_of(Appointment, "activate").quorum, role, signers)


def needs(sight: Sight) -> Iterator[Need]:
    """Yield what the site needs of its operators and of the administrators of agencies."""
    if sight.is_operator:
        yield Need(
            what="Two site operators in different offices",
            is_met=sight.operates(),
            side=Side.OPERATOR,
            role=Role.OPERATOR,
            by="Site operators",
            url=reverse("organization", args=[sight.organization]),
            button="Open your organization",
        )
    if sight.sees(Side.GOVERNMENT):
        agencies = sight.organizations(Side.GOVERNMENT)
        yield _registered("An agency of the government", "Register an agency", agencies)
        yield from administrators(sight, agencies)


def administrators(sight: Sight, organizations: Iterable[Organization]) -> Iterator[Need]:
    """Yield, for each organization, the need of administrators in two offices."""
    for one in organizations:
        yield Need(
            what=f"{one.name}: two administrators in different offices",
            is_met=sight.administers(one.pk),
            side=Side.OPERATOR,
            role=Role.OPERATOR,
            by="Two site operators sign for each",
            url=reverse("organization", args=[one.pk]),
            button="Open the organization",
            note=f"{_so_far(sight, one)} Add an office if needed, invite the person, and sign for the role once they "
            "have joined.",
        )


def _so_far(sight: Sight, organization: Organization) -> str:
    """Return a sentence that says how many administrators an organization has."""
    held = [seat for seat in sight.seats if seat[:2] == (organization.pk, Role.ADMINISTRATOR)]
    people, offices = len({seat[2] for seat in held}), len({seat[3] for seat in held})
    if not people:
        return "It has none yet."
    return f"It has {people} in {offices} {'office' if offices == 1 else 'offices'}."


def _registered(what: str, button: str, organizations: Iterable[Organization]) -> Need:
    return Need(
        what=what,
        is_met=bool(list(organizations)),
        side=Side.OPERATOR,
        role=Role.OPERATOR,
        by="Site operators",
        url=reverse("organization_add"),
        button=button,
    )


NEEDS = (needs,)
