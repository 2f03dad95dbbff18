"""Who is told of eligibility records. Mail names nobody and says nothing of what a record says."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from designation.declared import Notice
from designation.eligibility.conditions import is_restricted, of_grants
from designation.eligibility.kinds import KEEPERS
from designation.eligibility.models import EligibilityRecord
from designation.people.models import Appointment
from designation.roles import Role
from designation.windows.models import Grant
from workflow import clock
from workflow.mail import Message

NOTICES = (
    Notice("eligibility.entered", "verifiers", "task"),
    Notice("eligibility.verified", "the_person", "news"),
    Notice("eligibility.ended", "the_person", "news"),
    Notice("eligibility.expired", "the_person", "news"),
    Notice("eligibility.expired", "keepers", "news"),
    Notice("deadline.reminder.eligibility", "the_person", "reminder"),
    Notice("deadline.reminder.eligibility", "keepers", "reminder"),
    Notice("access.stopped", "stopped_by_a_variants_rule", "stopped"),
)


def _of(message: Message) -> EligibilityRecord:
    return EligibilityRecord.objects.select_related("organization").get(pk=message.subject_id)


def _the_person(message: Message) -> Q:
    return Q(pk=_of(message).person_id)


def _keepers(message: Message) -> Q:
    """Return the people who keep records at the person's organization. The person is told on their own."""
    record = _of(message)
    held = Appointment.objects.in_effect().filter(organization=record.organization_id, role__in=KEEPERS)
    return Q(pk__in=held.exclude(person=record.person_id).values("person"))


def _verifiers(message: Message) -> Q:
    """Return the people who can verify a record: keepers and, for a partner, roster administrators."""
    record = _of(message)
    found = _keepers(message)
    if record.is_of_a_partner:
        found |= Q(
            pk__in=Appointment.objects.in_effect().filter(role=Role.ROSTER_ADMINISTRATOR).values("person")
        )
    return found


def _stopped_by_a_variants_rule(message: Message) -> Q:
    """Return the evaluator, if a rule of a variant stops them. Other reasons have mails of their own."""
    rule = is_restricted(clock.now(), of_grants()).applies
    return Q(pk__in=Grant.objects.filter(rule, pk=message.subject_id).values("person"))


AUDIENCES = {
    "the_person": _the_person,
    "keepers": _keepers,
    "verifiers": _verifiers,
    "stopped_by_a_variants_rule": _stopped_by_a_variants_rule,
}


def _path(message: Message) -> str:
    own = message.audience == "the_person"
    return reverse("own_eligibility") if own else reverse("eligibility_record", args=[_of(message).number])


PATHS = {"designation.EligibilityRecord": _path}
