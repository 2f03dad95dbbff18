"""Who is told of emergency access. Mail names nobody and says no reason."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from designation.access.models import Party
from designation.break_glass.models import BreakGlass
from designation.break_glass.rules import BY_DEVELOPER, BY_GOVERNMENT, REVIEWERS
from designation.declared import Notice
from workflow.mail import Message

NOTICES = (
    Notice("emergency.requested", "emergency_signers", "task"),
    Notice("emergency.begun.signed", "emergency_signers", "task"),
    Notice("emergency.begun", "emergency_reader", "news"),
    Notice("emergency.begun", "developer", "news"),
    Notice("emergency.begun", "risk", "news"),
    Notice("emergency.declined", "emergency_reader", "news"),
    Notice("emergency.lapsed", "emergency_reader", "news"),
    Notice("emergency.ended", "emergency_reader", "stopped"),
    Notice("emergency.ended", "developer", "stopped"),
    Notice("emergency.ended", "emergency_reviewers", "task"),
    Notice("emergency.reviewed.signed", "emergency_reviewers", "task"),
    Notice("emergency.reviewed", "developer", "news"),
    Notice("emergency.reviewed", "emergency_reader", "news"),
    Notice("emergency.overdue", "emergency_reviewers", "reminder"),
    Notice("emergency.overdue", "developer", "reminder"),
    Notice("deadline.reminder.emergency_review", "emergency_reviewers", "reminder"),
)


def _reader(message: Message) -> Q:
    """Return the evaluator, as long as they take part in the window."""
    parties = Party.in_effect(message.log_id).values("person")
    return Q(Q(pk__in=parties), grants__break_glass__pk=message.subject_id)


def _reviewers(message: Message) -> Q:
    """Return the people who can review it: neither the evaluator nor the people who agreed to it."""
    access = BreakGlass.objects.select_related("grant").get(pk=message.subject_id)
    parties = Party.in_effect(message.log_id, REVIEWERS).values("person")
    return Q(pk__in=parties) & ~Q(pk__in=[access.grant.person_id, *access.approved_by])


AUDIENCES = {
    "emergency_signers": BY_GOVERNMENT | BY_DEVELOPER,
    "emergency_reader": _reader,
    "emergency_reviewers": _reviewers,
}


def _path(message: Message) -> str:
    access = BreakGlass.objects.select_related("window__request").get(pk=message.subject_id)
    return reverse("break_glass", args=[access.window.request.number, access.window.number, access.pk])


PATHS = {"designation.BreakGlass": _path}
"""The page that a message links to, by the machine of its subject."""
