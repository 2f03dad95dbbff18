"""Propose, sign, delegate and end roles.

A sensitive role needs the signatures of two people (`people/sensitive_roles.py`). Each signature is a separate call.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from designation.people.models import Appointment, Office, Person
from workflow.creating.create import create
from workflow.guards import Actor
from workflow.perform import Outcome, perform
from workflow.perform import take_back as perform_take_back


def propose(
    person: Person,
    *,
    actor: Actor,
    role: str,
    office: Office | None = None,
    until: datetime | None = None,
    now: datetime | None = None,
) -> Outcome:
    """Propose a role for a person, and sign the proposal as the actor.

    Return Done if one administrator is enough, or Pending if a second person must sign.

    Raises: Refused, with every unmet condition. In that case nothing is proposed.
    """
    organization = person.organization
    appointment = Appointment(
        person=person,
        organization=organization,
        office=office or person.office,
        role=role,
        until=until,
        log_id=organization.log_id,
    )
    return _begin(appointment, "propose", actor, now)


def delegate(
    appointment: Appointment,
    *,
    actor: Actor,
    to: Person,
    until: datetime,
    instrument: str,
    now: datetime | None = None,
) -> Outcome:
    """Delegate a role to another person of the same organization until a given time, and sign as the actor.

    `instrument` cites the document that allows the delegation. A delegation ends when the appointment it is
    based on ends.

    Raises: Refused, with every unmet condition.
    """
    delegation = Appointment(
        person=to,
        organization=appointment.organization,
        office=to.office,
        role=appointment.role,
        delegated_from=appointment,
        instrument=instrument.strip(),
        until=until,
        log_id=appointment.log_id,
    )
    return _begin(delegation, "delegate", actor, now)


def sign(
    appointment: Appointment,
    *,
    actor: Actor,
    seen: int | None = None,
    content: str | None = None,
    now: datetime | None = None,
) -> Outcome:
    """Sign a proposed role. The last required signature makes the role active.

    `content` is the digest of what the signer saw.

    Raises: Refused, with every unmet condition.
    """
    return perform(appointment, "activate", actor=actor, seen=seen, content=content, now=now)


def decline(
    appointment: Appointment, *, actor: Actor, seen: int | None = None, now: datetime | None = None
) -> None:
    """Decline a proposed role. Raises: Refused."""
    perform(appointment, "decline", actor=actor, seen=seen, now=now)


def end(
    appointment: Appointment, *, actor: Actor, seen: int | None = None, now: datetime | None = None
) -> None:
    """End a role and every delegation of it immediately. Raises: Refused."""
    perform(appointment, "end", actor=actor, seen=seen, now=now)


def take_back(appointment: Appointment, *, actor: Actor, now: datetime | None = None) -> bool:
    """Take back the actor's own signature on a proposed role. Return False if the actor had not signed."""
    return perform_take_back(appointment, "activate", actor=actor, now=now)


def _begin(appointment: Appointment, creation: str, actor: Actor, now: datetime | None) -> Outcome:
    details = {
        "delegated_from": appointment.delegated_from_id,
        "instrument": appointment.instrument,
        "office": appointment.office_id,
        "person": appointment.person_id,
        "role": str(appointment.role),
        "until": appointment.until,
    }
    inputs = {"instrument": appointment.instrument}
    with transaction.atomic():
        create(appointment, creation, actor=actor, inputs=inputs, details=details, now=now)
        return perform(appointment, "activate", actor=actor, now=now)
