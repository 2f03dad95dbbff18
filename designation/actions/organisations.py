"""Organisations and their offices: registered by the site operator, kept by their own administrators."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from designation.actions.authority import require_operator
from designation.models.people import Appointment, Office, Organisation, Person
from designation.roles import Role
from designation.rules.names import latin_name, plain_name
from workflow.errors import Refused
from workflow.guards import CLOCK, Actor, Refusal, refusals_in
from workflow.perform import create, perform


def register(
    *, actor: Actor, name: str, short_name: str, side: str, office: str, now: datetime | None = None
) -> Organisation:
    """Register an organisation with its first office and return it. Nobody belongs to it yet.

    Raises: Refused with every unmet condition.
    """
    require_operator(actor)
    name, short_name, office = plain_name(name), plain_name(short_name), plain_name(office)
    refusals = refusals_in(
        [latin_name(name), latin_name(short_name, "short_name"), latin_name(office, "office")]
    )
    if Organisation.objects.filter(name__iexact=name).exists():
        reason = f"There is an organisation named “{name}” already."
        refusals.append(Refusal("organisation_exists", reason, "name"))
    if refusals:
        raise Refused(refusals)
    with transaction.atomic():
        organisation = Organisation(name=name, short_name=short_name, side=side)
        details = {"name": name, "office": office, "side": side}
        create(organisation, actor=actor, event="organisation.registered", details=details, now=now)
        organisation.offices.create(name=office)
    return organisation


def install_operator(person: Person, *, now: datetime | None = None) -> None:
    """Make a person one of the first two operators of a new installation. Raises: Refused for a third one."""
    with transaction.atomic():
        organisation = person.organisation
        appointment = Appointment(
            person=person,
            organisation=organisation,
            office=person.office,
            role=Role.OPERATOR,
            log_id=organisation.log_id,
        )
        details = {"person": person.pk, "role": str(Role.OPERATOR)}
        create(appointment, actor=CLOCK, event="appointment.proposed", details=details, now=now)
        perform(appointment, "activate", actor=CLOCK, now=now)


def add_office(
    organisation: Organisation,
    *,
    actor: Actor,
    name: str,
    key: str | None = None,
    now: datetime | None = None,
) -> Office:
    """Add an office and return it. Two people sign "of different offices", so this stands in the record.

    The same `key` brings the same office back. Raises: Refused; KeyReused.
    """
    perform(organisation, "add_office", actor=actor, inputs={"name": plain_name(name)}, key=key, now=now)
    return organisation.offices.get(name__iexact=plain_name(name))


def close(organisation: Organisation, *, actor: Actor, reason: str, now: datetime | None = None) -> None:
    """Close an organisation: none of its roles counts from this moment on."""
    perform(organisation, "close", actor=actor, inputs={"reason": reason}, now=now)


def close_account(person: Person, *, actor: Actor, now: datetime | None = None) -> None:
    """Close an account at once: its sessions end with their next request, its roles end now."""
    perform(person.organisation, "close_account", actor=actor, inputs={"person": person.pk}, now=now)


def reopen_account(person: Person, *, actor: Actor, now: datetime | None = None) -> None:
    """Open a closed account again. It has no role until somebody gives it one."""
    perform(person.organisation, "reopen_account", actor=actor, inputs={"person": person.pk}, now=now)
