"""Placing a suspension. It takes effect in one transaction: every affected window's log says so before it commits."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from designation.artifacts.models import Artifact
from designation.insider_risk import reach
from designation.insider_risk.models import Suspension
from designation.insider_risk.scopes import OFFICER, PlacedAs, Scope
from designation.people.models import Appointment, Organization, Person
from workflow import clock
from workflow.creating.create import create
from workflow.guards import CLOCK, Actor
from workflow.perform import perform
from workflow.sql import snapshot


def suspend_person(person: Person, *, actor: Actor, reason: str, now: datetime | None = None) -> Suspension:
    """Suspend a person's access everywhere. Raises: Refused, with every unmet condition."""
    suspension = Suspension(
        scope=Scope.PERSON,
        person=person,
        organization=person.organization,
        placed_as=reach.placed_as(actor.id, person.organization),
    )
    return _place(suspension, "suspend_person", actor=actor, reason=reason, now=now)


def suspend_organization(
    organization: Organization, *, actor: Actor, reason: str, now: datetime | None = None
) -> Suspension:
    """Suspend the access of a whole organization. Raises: Refused, with every unmet condition."""
    suspension = Suspension(
        scope=Scope.ORGANIZATION,
        organization=organization,
        placed_as=reach.placed_as(actor.id, organization),
    )
    return _place(suspension, "suspend_organization", actor=actor, reason=reason, now=now)


def suspend_artifact(
    artifact: Artifact, *, actor: Actor, reason: str, now: datetime | None = None
) -> Suspension:
    """Suspend every reading of an artifact. Raises: Refused, with every unmet condition."""
    is_officer = Appointment.objects.holds(actor.id, OFFICER)
    suspension = Suspension(
        scope=Scope.ARTIFACT,
        artifact=artifact,
        organization=artifact.request.model.developer,
        placed_as=PlacedAs.OFFICERS if is_officer else PlacedAs.ORGANIZATION,
    )
    return _place(suspension, "suspend_artifact", actor=actor, reason=reason, now=now)


def _place(
    suspension: Suspension, creation: str, *, actor: Actor, reason: str, now: datetime | None
) -> Suspension:
    """Place a suspension and record it where it stops access.

    The windows' logs are locked before anything is judged, so a reading that is being recorded in one of them comes
    before the stop, and none comes after it. With the organization's log, two people who suspend the same thing at the
    same time come one after the other.
    """
    suspension.reason = reason.strip()
    suspension.placed_by_id = actor.id
    suspension.placed_at = now or clock.now()
    details = {"scope": suspension.scope, "reason": suspension.reason}
    above = [] if suspension.artifact is None else suspension.artifact.log_ids()
    with transaction.atomic():
        snapshot.lock([*suspension.log_ids(), *above, suspension.organization.log_id])
        create(suspension, creation, actor=actor, inputs={"reason": reason}, details=details, now=now)
        perform(suspension, "take_effect", actor=CLOCK, now=now)
    return suspension
