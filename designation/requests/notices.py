"""Who is notified of what about requests and consultations."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from designation.access.models import Party
from designation.declared import Notice
from designation.people.models import Appointment
from designation.requests.models import Consultation, Request
from designation.roles import Role, Side
from workflow.mail import Message

NOTICES = (
    Notice("request.submitted", "intake", "task"),
    Notice("request.accepted", "developer", "news"),
    Notice("request.accepted", "lead", "task"),
    Notice("request.lead_reassigned", "lead", "task"),
    Notice("request.clarification_asked", "developer", "task"),
    Notice("request.clarification_answered", "intake", "task"),
    Notice("request.information_asked", "developer", "task"),
    Notice("request.information_answered", "lead", "task"),
    Notice("request.recommended", "deciding", "task"),
    Notice("request.returned", "lead", "task"),
    Notice("request.determined_covered.signed", "deciding", "task"),
    Notice("request.determined_not_covered.signed", "deciding", "task"),
    Notice("request.determined_covered", "developer", "news"),
    Notice("request.determined_not_covered", "developer", "news"),
    Notice("request.reconsideration_sought", "intake", "task"),
    Notice("request.asked_again", "intake", "task"),
    Notice("request.outcome_stands", "developer", "news"),
    Notice("request.lapsed", "developer", "news"),
    Notice("request.lapsed", "intake", "news"),
    Notice("request.closed_unanswered", "developer", "news"),
    Notice("request.closed_unanswered", "intake", "news"),
    Notice("request.concluded", "developer", "news"),
    Notice("request.withdrawn", "developer", "news"),
    Notice("request.withdrawn", "reviewers", "news"),
    Notice("consultation.opened", "consulted", "task"),
    Notice("consultation.objected", "lead", "news"),
    Notice("deadline.reminder.completeness", "intake", "reminder"),
    Notice("deadline.reminder.determination", "reviewers", "reminder"),
    Notice("deadline.reminder.determination", "deciding", "reminder"),
    Notice("deadline.reminder.answer", "developer", "reminder"),
    Notice("deadline.reminder.consultation", "consulted", "reminder"),
)


def _developer(message: Message) -> Q:
    parties = Party.in_effect(message.log_id).values("person")
    return Q(pk__in=parties.filter(side=Side.DEVELOPER))


def _lead(message: Message) -> Q:
    request = Request.objects.filter(log=message.log_id).values("pk")[:1]
    return Q(pk__in=Party.in_effect(message.log_id).values("person"), leading__pk=request)


def _consulted(message: Message) -> Q:
    office = Consultation.objects.filter(pk=message.subject_id).values("office")
    answering = Appointment.objects.in_effect().filter(office__in=office, role=Role.CONSULTED_OFFICIAL)
    parties = Party.in_effect(message.log_id).values("person")
    return Q(pk__in=parties) & Q(pk__in=answering.values("person"))


AUDIENCES = {
    "certifying": frozenset({Role.CERTIFYING_OFFICER}),
    "intake": frozenset({Role.INTAKE_OFFICER}),
    "reviewers": frozenset({Role.REVIEWER}),
    "deciding": frozenset({Role.DETERMINING_OFFICIAL, Role.RECORDS_CERTIFIER}),
    "developer": _developer,
    "lead": _lead,
    "consulted": _consulted,
}


def _request(message: Message) -> str:
    number = Request.objects.values_list("number", flat=True).get(log=message.log_id)
    return reverse("request", args=[number])


PATHS = {"designation.Request": _request, "designation.Consultation": _request}
"""The page that a message links to, by the machine of its subject."""
