"""Who is told of cases. Mail names nobody and says nothing about a case."""

from __future__ import annotations

from django.db.models import OuterRef, Q
from django.urls import reverse

from designation.access.models import Party
from designation.cases.models import Case
from designation.cases.parties import OFFICER
from designation.declared import Notice
from designation.people.models import Appointment
from designation.roles import DEVELOPER_ROLES
from workflow.mail import Message

NOTICES = (
    Notice("case.opened", "case_officers", "task"),
    Notice("case.reported", "case_officers", "task"),
    Notice("case.contained", "case_officers", "news"),
    Notice("case.inquiry_begun.signed", "case_officers", "task"),
    Notice("case.inquiry_renewed.signed", "case_officers", "task"),
    Notice("case.unmasking_asked", "case_officers", "task"),
    Notice("case.unmasked.signed", "case_officers", "task"),
    Notice("case.referred.signed", "case_officers", "task"),
    Notice("case.closed.signed", "case_officers", "task"),
    Notice("case.notice_delayed.signed", "case_officers", "task"),
    Notice("case.challenged", "case_officers", "task"),
    Notice("case.owner_told", "case_owners", "access_review"),
    Notice("case.referred", "case_watched", "case_known"),
    Notice("case.closed", "case_watched", "case_known"),
    Notice("case.challenge_answered", "case_watched", "case_known"),
)


def _of(message: Message) -> Case:
    return Case.objects.get(pk=message.subject_id)


def _officers(message: Message) -> Q:
    """Return the insider-risk officers, except for the person whom the case is about."""
    held = Appointment.objects.in_effect().filter(role=OFFICER)
    return Q(pk__in=held.values("person")) & ~Q(cases=message.subject_id)


def _owners(message: Message) -> Q:
    """Return the people of the developers whose content the person could read, except for that person."""
    matters = _of(message).owner_notices.values("window__request__log")
    held = Appointment.objects.in_effect().filter(person=OuterRef("person"), role__in=sorted(DEVELOPER_ROLES))
    parties = Party.objects.filter(matter__in=matters, roles__overlap=held.values("role"))
    return Q(pk__in=parties.values("person")) & ~Q(cases=message.subject_id)


def _watched(message: Message) -> Q:
    """Return the person whom the case is about."""
    return Q(cases=message.subject_id)


AUDIENCES = {"case_officers": _officers, "case_owners": _owners, "case_watched": _watched}


def _path(message: Message) -> str:
    if message.audience == "case_owners":
        return reverse("access_reviews")
    if message.audience == "case_watched":
        return reverse("own_cases")
    return reverse("case", args=[_of(message).number])


PATHS = {"designation.Case": _path}
