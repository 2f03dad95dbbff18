"""What suspensions add to "this appointment counts now", to the question who may read, and their kind of job."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from designation.artifacts import may_read
from designation.insider_risk import recording
from designation.insider_risk.lifecycle import RECORD_LIFTING
from designation.insider_risk.models import Suspension
from designation.insider_risk.scopes import KEEP_ON, LEAVE_ALONE
from designation.people import suspended
from designation.windows.window_access import Condition, register
from workflow import jobs

ACTIVE = Suspension.objects.filter(state="active")


def _covers_person(person: str) -> Q:
    return Q(Exists(ACTIVE.filter(person=OuterRef(person))))


def _covers_organization(organization: str) -> Q:
    return Q(Exists(ACTIVE.filter(scope="organization", organization=OuterRef(organization))))


def _stops() -> Q:
    """Return which appointments suspensions stop: a person's, and those of a whole organization but for a few."""
    still = Q(role__in=sorted(KEEP_ON | LEAVE_ALONE))
    return _covers_person("person") | (_covers_organization("organization") & ~still)


def _leaves_exits() -> Q:
    """Return which appointments a suspension of their organization leaves the exits alone."""
    return Q(role__in=sorted(LEAVE_ALONE)) & _covers_organization("organization")


def _since() -> Any:
    """Return when the access of the outer person was suspended."""
    own = Q(person=OuterRef("pk")) | Q(scope="organization", organization=OuterRef("office__organization"))
    return Subquery(ACTIVE.filter(own).order_by("placed_at").values("placed_at")[:1])


def _person_is_suspended(_now: datetime) -> Condition:
    return Condition(
        "person_suspended",
        "Your access is suspended everywhere. The page “Your access is suspended” says whom to ask.",
        _covers_person("person"),
    )


def _organization_is_suspended(_now: datetime) -> Condition:
    return Condition(
        "organization_suspended",
        "The access of your whole organization is suspended. Ask your organization's administrator.",
        _covers_organization("person__office__organization"),
    )


ARTIFACT_IS_SUSPENDED = Condition(
    "artifact_suspended",
    "Access to this artifact is suspended for everyone.",
    Q(Exists(ACTIVE.filter(artifact=OuterRef("share__artifact")))),
)

suspended.register(suspended.Suspensions(_stops, _leaves_exits, _since))
register(_person_is_suspended)
register(_organization_is_suspended)
may_read.register(ARTIFACT_IS_SUSPENDED)
jobs.register(RECORD_LIFTING, recording.record_lifting)
