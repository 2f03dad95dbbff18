"""Notices about invitations and roles, and who receives them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from designation.declared import Notice, Recipient
from designation.people.actions import invitations
from designation.people.models import Appointment, Invitation
from designation.roles import Role
from workflow.mail import Message

OVERSEERS = (Role.ADMINISTRATOR, Role.SECURITY_CONTACT)
NOTICES = (
    Notice("invitation.sent", "invited", "invitation"),
    Notice("appointment.activated", "person", "role"),
    Notice("appointment.activated", "overseers", "role_given"),
    Notice("appointment.ended", "person", "role"),
    Notice("register.restored", "site_operators", "register_restored"),
    Notice("register.refused", "site_operators", "register_refused"),
    Notice("appointment.activated.signed", "administrators", "task"),
)


def _person(message: Message) -> Q:
    return Q(appointments__pk=message.subject_id)


def _administrators(message: Message) -> Q:
    held = Appointment.objects.in_effect().filter(organization__log=message.log_id, role=Role.ADMINISTRATOR)
    return Q(pk__in=held.values("person"))


def _overseers(message: Message) -> Q:
    """Return who is told of a role that one person gave. The directory leaves that person out."""
    given = Appointment.objects.get(pk=message.subject_id)
    if given.is_sensitive:
        return Q(pk__in=[])
    held = Appointment.objects.in_effect().filter(organization=given.organization_id, role__in=OVERSEERS)
    return Q(pk__in=held.exclude(person=given.person_id).values("person"))


def _site_operators(_message: Message) -> Q:
    return Q(pk__in=Appointment.objects.in_effect().filter(role=Role.OPERATOR).values("person"))


AUDIENCES = {
    "person": _person,
    "administrators": _administrators,
    "overseers": _overseers,
    "site_operators": _site_operators,
}


def _invited(message: Message) -> Iterator[Recipient]:
    invitation = Invitation.objects.get(pk=message.subject_id)
    if invitation.state == Invitation.State.OPEN:
        link = invitations.link(invitation)
        yield Recipient(invitation.pk, invitation.email, invitation.name, link)


RECIPIENTS = {"invited": _invited}


def _people(_message: Message) -> str:
    return reverse("organizations")


def _role(message: Message) -> str:
    """Return the page of the role. The person who holds it sees their roles in the menu of every page."""
    if message.template == "role":
        return reverse("desk")
    role = Appointment.objects.get(pk=message.subject_id)
    return reverse("appointment", args=[role.organization_id, role.pk])


def _organization(message: Message) -> str:
    """Return the page of an organization's matter. What is said of the register is read on the operators' page."""
    about_register = message.template in ("register_refused", "register_restored")
    return reverse("operations" if about_register else "organizations")


PATHS = {
    "designation.Appointment": _role,
    "designation.Invitation": _people,
    "designation.Organization": _organization,
}
"""The page that a message links to, by the subject's machine."""
