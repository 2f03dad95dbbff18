"""Recipients of mails about an account."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from designation.declared import Notice, Recipient
from designation.identity import actions
from designation.identity.models import FactorReset
from designation.people.models import Appointment, Person
from designation.roles import Role
from workflow.mail import Message


def _person(message: Message) -> Q:
    return Q(pk__in=FactorReset.objects.filter(pk=message.subject_id).values("person"))


def _administrators(message: Message) -> Q:
    """Return the administrators who could sign. The directory leaves out who asked."""
    reset = FactorReset.objects.get(pk=message.subject_id)
    held = Appointment.objects.in_effect().filter(organization=reset.organization_id, role=Role.ADMINISTRATOR)
    return Q(pk__in=held.exclude(person=reset.person_id).values("person"))


def _reset(message: Message) -> str:
    """Return the page of the reset, or for the person whose reset it is, how they sign in."""
    if message.template == "ways_changed":
        return reverse("mfa_index")
    reset = FactorReset.objects.get(pk=message.subject_id)
    return reverse("factor_reset", args=[reset.organization_id, reset.pk])


def _owner(message: Message) -> Iterator[Recipient]:
    owner = Person.objects.get(pk=message.subject_id)
    ways = settings.SITE_URL + reverse("mfa_index")
    links = {"ways_changed": ways, "passkey_copied": ways}
    is_new_password = message.template == "new_password"
    link = (
        actions.new_password_link(owner)
        if is_new_password
        else links.get(message.template, settings.SITE_URL)
    )
    yield Recipient(owner.pk, owner.email, owner.name, link)


NOTICES = (
    Notice("reset.asked", "reset_person", "ways_changed"),
    Notice("reset.asked", "reset_administrators", "task"),
    Notice("reset.done", "reset_person", "ways_changed"),
)
RECIPIENTS = {actions.OWNER: _owner}
AUDIENCES = {"reset_person": _person, "reset_administrators": _administrators}
PATHS = {"designation.FactorReset": _reset}
