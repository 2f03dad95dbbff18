"""Notices about policy versions and closures, and who receives them."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from designation.declared import Notice
from designation.people.models import Appointment
from designation.policies.models import Policy
from designation.roles import Role
from workflow.mail import Message

NOTICES = (
    Notice("policy.activated.signed", "editors", "task"),
    Notice("closure.entered", "editors", "task"),
    Notice("closure.activated.signed", "editors", "task"),
)


def _editors(_message: Message) -> Q:
    held = Appointment.objects.in_effect().filter(role=Role.POLICY_EDITOR)
    return Q(pk__in=held.values("person"))


AUDIENCES = {"editors": _editors}


def _policy(message: Message) -> str:
    number = Policy.objects.values_list("number", flat=True).get(pk=message.subject_id)
    return reverse("policy", args=[number])


def _closure(message: Message) -> str:
    return reverse("closure", args=[message.subject_id])


PATHS = {"designation.Policy": _policy, "designation.Closure": _closure}
"""The page that a message links to, by the subject's machine."""
