"""Opening a case: by a rule while a reading is recorded, by an officer from a signal, or by a report of a concern."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from designation.cases.models import Case, Report
from designation.cases.parties import Origin
from designation.people.models import Person, normal_address
from designation.signals.models import Severity, Signal, signals_about
from designation.signals.patterns import PATTERN
from workflow import clock
from workflow.creating.create import create
from workflow.guards import CLOCK, Actor, StepContext

TOGETHER = timedelta(days=30)
"""Signals of this time corroborate each other."""


def open_if_corroborated(share: Any, context: StepContext) -> None:
    """Open a case if a reading brought a second, independent signal: an effect of opening a page and of a download.

    Signals before the end of an earlier case do not count again. Nothing happens while cases are not switched on.
    """
    if not share.signals:
        return
    case = Case(person_id=context.actor.id, origin=Origin.RULE, opened_at=context.now)
    if case.twin() is None and _is_corroborated(case, context.now) and Case.are_on():
        create(case, "open_by_rule", actor=CLOCK, within=context)


def open_from_signal(signal: Signal, *, actor: Actor, reason: str, now: datetime | None = None) -> Case:
    """Open a case about the person of a signal. Raises: Refused, with every unmet condition."""
    case = Case(person=signal.person, origin=Origin.OFFICER, opened_at=now or clock.now())
    details = {"signal": str(signal.pk), "reason": reason.strip()}
    with transaction.atomic():
        create(case, "open_from_signal", actor=actor, inputs={"reason": reason}, details=details, now=now)
    return case


def report_concern(*, reporter: Person, address: str, text: str, now: datetime | None = None) -> Case:
    """Open a case about what somebody reported. The record does not say who reported. Raises: Refused.

    `address` is the email address of the person concerned, if the reporter knows it. The answer is the same whether or
    not this site knows that person.
    """
    at = now or clock.now()
    person = Person.objects.filter(email=normal_address(address)).first() if address.strip() else None
    case = Case(person=person, origin=Origin.REPORT, opened_at=at)
    with transaction.atomic():
        create(case, "report", actor=CLOCK, inputs={"reason": text}, now=now)
        Report.objects.create(case=case, reporter=reporter, text=text.strip(), at=at)
    return case


def _is_corroborated(case: Case, now: datetime) -> bool:
    """Whether signals of two families, one of them not low, are there since the person's last case ended."""
    found = signals_about(case.person_id).filter(at__gte=now - TOGETHER)
    ended = Case.objects.filter(person=case.person_id, closed_at__isnull=False).order_by("-closed_at").first()
    if ended is not None:
        found = found.filter(at__gt=ended.closed_at)
    rows = list(found.values_list("pattern", "severity"))
    families = {PATTERN[name].family for name, _severity in rows if name in PATTERN}
    return len(families) > 1 and any(severity != Severity.LOW for _name, severity in rows)
