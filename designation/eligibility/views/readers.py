"""Who reads a page about eligibility, and the checks that let them. Anyone else gets 404."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from designation.eligibility.kinds import KEEPERS
from designation.eligibility.models import EligibilityRecord
from designation.people.signers import holders
from designation.roles import HELD_BY, Role, Side, SideRoles, on_side
from designation.web.access import Access, Rule, View, declare
from designation.web.actor import actor_of
from designation.web.reader import Reader
from workflow import clock
from workflow.guards import Actor
from workflow.models import Stateful
from workflow.steps import Step

KEEP: SideRoles = frozenset(
    (str(side), str(role)) for side in Side for role in KEEPERS & HELD_BY[side] if side != Side.OPERATOR
)
"""The roles that enter, verify and end records, each with its side."""
SEE = KEEP | on_side(Side.GOVERNMENT, [Role.ROSTER_ADMINISTRATOR])
"""The roles that may know of a record, if it is about somebody of theirs."""


@dataclass
class RecordReader(Reader):
    """A person who reads the page of one eligibility record."""

    record: Any
    actor: Actor
    now: datetime

    def __post_init__(self) -> None:
        self.side = next((one.side for one in self.record.held_roles), "")

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the breadcrumbs to a page below the record's."""
        own = (self.record.number, reverse("eligibility_record", args=[self.record.number]))
        return [("Eligibility", reverse("eligibility")), own]

    def colleagues(self, subject: Stateful, step: Step) -> Sequence[Any]:
        """Return the people of the record's organization who might take the step."""
        return holders(KEEPERS, organization=self.record.organization_id)


def for_record(view: View) -> View:
    """Turn a function of (request, reader, …) into a page for those who may know of the record."""

    @login_required
    @wraps(view)
    def shown(http: HttpRequest, number: str, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = EligibilityRecord.visible_to(http.user.pk).exclude(person=http.user.pk)
        rows = rows.select_related("organization", "person", "entered_by", "verified_by")
        row = rows.filter(number=number).first()
        if row is None:
            raise Http404
        return view(http, RecordReader(row, actor_of(http), clock.now()), *args, **kwargs)

    return declare(shown, Access(Rule.ELIGIBILITY, SEE))
