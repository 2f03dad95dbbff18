"""Who reads a page of a case, and the check that lets them. Anyone else gets 404, the person concerned included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from designation import declarations
from designation.cases.models import Case
from designation.cases.parties import OFFICER
from designation.people.signers import holders
from designation.roles import DEVELOPER_ROLES, Role, Side, on_side
from designation.web.access import Access, Rule, View, declare
from designation.web.actor import actor_of
from designation.web.reader import Reader
from workflow import clock
from workflow.guards import Actor
from workflow.models import Deadline, Stateful
from workflow.perform import perform
from workflow.steps import Step

OFFICERS = on_side(Side.GOVERNMENT, [OFFICER])
OWNERS = on_side(Side.DEVELOPER, DEVELOPER_ROLES)
MARKERS = OFFICERS | on_side(Side.DEVELOPER, [Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT])
"""The roles that mark artifacts as canaries."""


@dataclass
class CaseReader(Reader):
    """An insider-risk officer who reads a case."""

    case: Any
    actor: Actor
    now: datetime
    side: str = Side.GOVERNMENT

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the breadcrumbs to a page below the case's."""
        return [*self.above(), (self.case.number, reverse("case", args=[self.case.number]))]

    def above(self) -> list[tuple[str, str]]:
        """Return the breadcrumbs to the case's page."""
        return [("Insider risk", reverse("insider_risk"))]

    def colleagues(self, subject: Stateful, step: Step) -> Sequence[Any]:
        """Return the officers who might sign."""
        return holders([OFFICER]).exclude(pk=self.case.person_id)

    def clock_facts(self, subject: Any = None) -> list[dict[str, Any]]:
        """Return the deadlines of the case, as includes/deadline.html expects them."""
        rows = Deadline.objects.filter(subject_id=self.case.pk, state__in=Deadline.LIVE).order_by("due_at")
        return [
            {
                "label": declarations.clock_label(row.kind),
                "due_at": row.due_at,
                "standing": row.state,
                "remaining": timedelta(0),
                "reason": "",
            }
            for row in rows
        ]

    def record_reading(self, what: str, *, digest: str = "") -> None:
        """Record that the officer reads something of the case, before it is shown.

        One entry an hour says so for each thing. Every export is recorded, with its digest.
        """
        inputs = {"what": what} | ({"digest": digest} if digest else {})
        key = None if digest else f"read/{self.case.pk.hex[:12]}/{what[:24]}/{self.now:%y%m%d%H}"
        perform(self.case, "note_reading", actor=self.actor, inputs=inputs, key=key)


def for_case(view: View) -> View:
    """Turn a function of (request, reader, …) into a page for the insider-risk officers of a case."""

    @login_required
    @wraps(view)
    def shown(http: HttpRequest, number: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = Case.for_officer(http.user.pk).select_related("person__office__organization")
        row = rows.filter(number=number).first()
        if row is None:
            raise Http404
        return view(http, CaseReader(row, actor_of(http), clock.now()), *args, **kwargs)

    return declare(shown, Access(Rule.CASE, OFFICERS))
