"""Who is told of suspensions. Mail names nobody and says no reason."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from designation.access.models import Party
from designation.declared import Notice
from designation.insider_risk import reach
from designation.insider_risk.models import Suspension
from designation.insider_risk.scopes import OF_THE_ARTIFACT, OF_THE_ORGANIZATION, OFFICER, Scope
from designation.people.models import Appointment
from designation.roles import Role
from workflow.mail import Message

NOTICES = (
    Notice("suspension.placed", "suspended", "access_suspended"),
    Notice("suspension.placed", "officers", "news"),
    Notice("suspension.placed", "concerned", "news"),
    Notice("suspension.lifted.signed", "officers", "task"),
    Notice("suspension.lifted.signed", "concerned", "task"),
    Notice("suspension.lifted.signed", "roster_of_one_person", "task"),
    Notice("suspension.lifted", "suspended", "access_restored"),
    Notice("suspension.lifted", "officers", "news"),
    Notice("suspension.lifted", "concerned", "news"),
)
NOBODY = Q(pk__in=[])


def _of(message: Message) -> Suspension:
    return Suspension.objects.select_related("organization", "artifact").get(pk=message.subject_id)


def _suspended(message: Message) -> Q:
    """Return the people whose access the suspension covers."""
    suspension = _of(message)
    if suspension.scope == Scope.ARTIFACT:
        return NOBODY
    if suspension.scope == Scope.PERSON:
        return Q(pk=suspension.person_id)
    return Q(office__organization=suspension.organization_id)


def _officers(message: Message) -> Q:
    """Return the insider-risk officers who may know of the suspension."""
    suspension = _of(message)
    if suspension.artifact is not None:
        return Q(pk__in=Party.in_effect(suspension.artifact.log_id, [OFFICER]).values("person"))
    held = Appointment.objects.in_effect().filter(role=OFFICER)
    if suspension.organization.side not in reach.KNOWN_SIDES:
        held = held.filter(person__in=reach.officers_beside(suspension.organization_id))
    return Q(pk__in=held.values("person"))


def _concerned(message: Message) -> Q:
    """Return the people who lift it for the organization concerned. The person suspended is told on their own."""
    suspension = _of(message)
    if suspension.artifact is not None:
        return Q(pk__in=Party.in_effect(suspension.artifact.log_id, OF_THE_ARTIFACT).values("person"))
    held = Appointment.objects.in_effect().filter(
        organization=suspension.organization_id, role__in=OF_THE_ORGANIZATION
    )
    return Q(pk__in=held.exclude(person=suspension.person_id).values("person"))


def _roster_of_one_person(message: Message) -> Q:
    """Return the roster administrators, if the suspension covers a partner of one person."""
    held = Appointment.objects.in_effect().filter(role=Role.ROSTER_ADMINISTRATOR)
    return Q(pk__in=held.values("person")) if _of(message).is_of_one_person() else NOBODY


AUDIENCES = {
    "suspended": _suspended,
    "officers": _officers,
    "concerned": _concerned,
    "roster_of_one_person": _roster_of_one_person,
}


def _path(message: Message) -> str:
    covered = message.audience == "suspended"
    return reverse("own_suspension") if covered else reverse("suspension", args=[_of(message).number])


PATHS = {"designation.Suspension": _path}
