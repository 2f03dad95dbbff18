"""Actions on organizations and offices.

The site operator registers organizations. Each organization's own administrators maintain it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from designation.content.names import plain_name
from designation.people.models import Appointment, Office, Organization, Person
from designation.roles import Role
from workflow.creating.create import create
from workflow.guards import CLOCK, Actor
from workflow.perform import perform


def register(
    *, actor: Actor, name: str, short_name: str, side: str, office: str, now: datetime | None = None
) -> Organization:
    """Register an organization with its first office, and return it. It has no members yet.

    Raises: Refused, with every unmet condition.
    """
    name, short_name, office = plain_name(name), plain_name(short_name), plain_name(office)
    with transaction.atomic():
        organization = Organization(name=name, short_name=short_name, side=side)
        details = {"name": name, "office": office, "side": side}
        create(organization, "register", actor=actor, inputs={"office": office}, details=details, now=now)
        organization.offices.create(name=office)
    return organization


def install_operator(person: Person, *, now: datetime | None = None) -> None:
    """Make a person one of the first two operators of a new installation. Raises: Refused, for a third operator."""
    with transaction.atomic():
        organization = person.organization
        appointment = Appointment(
            person=person,
            organization=organization,
            office=person.office,
            role=Role.OPERATOR,
            log_id=organization.log_id,
        )
        details = {"person": person.pk, "role": str(Role.OPERATOR)}
        create(appointment, "install", actor=CLOCK, details=details, now=now)
        perform(appointment, "activate", actor=CLOCK, now=now)


def add_office(
    organization: Organization,
    *,
    actor: Actor,
    name: str,
    key: str | None = None,
    now: datetime | None = None,
) -> Office:
    """Add an office and return it.

    The record shows it, because some steps need the signatures of two people "of different offices". A
    repeated call with the same `key` returns the same office.

    Raises: Refused; KeyReused.
    """
    perform(organization, "add_office", actor=actor, inputs={"name": plain_name(name)}, key=key, now=now)
    return organization.offices.get(name__iexact=plain_name(name))


def close(organization: Organization, *, actor: Actor, reason: str, now: datetime | None = None) -> None:
    """Close an organization. From then on none of its roles counts."""
    perform(organization, "close", actor=actor, inputs={"reason": reason}, now=now)


def close_account(person: Person, *, actor: Actor, now: datetime | None = None) -> None:
    """Close an account. Its roles and its sessions end immediately."""
    perform(person.organization, "close_account", actor=actor, inputs={"person": person.pk}, now=now)


def end_sessions(person: Person, *, actor: Actor, now: datetime | None = None) -> None:
    """Sign a person out everywhere. A mail tells them. They can sign in again."""
    perform(person.organization, "end_sessions", actor=actor, inputs={"person": person.pk}, now=now)


def reopen_account(person: Person, *, actor: Actor, now: datetime | None = None) -> None:
    """Reopen a closed account. It has no roles until an administrator gives it one."""
    perform(person.organization, "reopen_account", actor=actor, inputs={"person": person.pk}, now=now)
