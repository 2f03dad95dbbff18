"""Notices about invitations and roles, and who receives them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from designation.declared import Notice, Recipient
from designation.people.actions import invitations
from designation.people.models import Appointment, Invitation
from designation.roles import Role
from workflow.models import Message

NOTICES = (
    Notice("invitation.sent", "invited", "invitation"),
    Notice("appointment.activated", "person", "role"),
    Notice("appointment.ended", "person", "role"),
    Notice("appointment.activated.signed", "administrators", "task"),
)


def _person(message: Message) -> Q:
    return Q(appointments__pk=message.subject_id)


def _administrators(message: Message) -> Q:
    held = Appointment.objects.in_effect().filter(organization__log=message.log_id, role=Role.ADMINISTRATOR)
    return Q(pk__in=held.values("person"))


AUDIENCES = {"person": _person, "administrators": _administrators}


def _invited(message: Message) -> Iterator[Recipient]:
    invitation = Invitation.objects.get(pk=message.subject_id)
    if invitation.state == Invitation.State.OPEN:
        link = invitations.link(invitation)
        yield Recipient(invitation.pk, invitation.email, invitation.name, link)


RECIPIENTS = {"invited": _invited}


def _people(_message: Message) -> str:
    return reverse("organizations")


PATHS = {
    "designation.Appointment": _people,
    "designation.Invitation": _people,
    "designation.Organization": _people,
}
"""The page that a message links to, by the subject's machine."""
