"""Propose, sign, delegate and end roles.

A sensitive role needs the signatures of two people (`people/sensitive_roles.py`). Each signature is a separate call.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from designation.content.markings import above_the_ceiling
from designation.people.actions.authority import require_administration
from designation.people.models import Appointment, Office, Person
from designation.roles import Role
from workflow import clock
from workflow.errors import Refused
from workflow.guards import Actor, Refusal
from workflow.perform import Outcome, create, perform
from workflow.perform import take_back as perform_take_back

LIVE = (Appointment.State.PROPOSED, Appointment.State.ACTIVE)


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
    with transaction.atomic():
        organization = person.organization
        require_administration(organization, actor)
        refusals = _unfit(person, role, until, now)
        if Appointment.objects.filter(person=person, role=role, delegated_from=None, state__in=LIVE).exists():
            reason = f"{person} holds this role already, or it waits to be signed."
            refusals.append(Refusal("role_already_held", reason, "role"))
        if office is not None and office.organization_id != organization.pk:
            refusals.append(Refusal("office_elsewhere", "Choose an office of this organization.", "office"))
        if refusals:
            raise Refused(refusals)
        appointment = Appointment(
            person=person,
            organization=organization,
            office=office or person.office,
            role=role,
            until=until,
            log_id=organization.log_id,
        )
        return _begin(appointment, actor, now)


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
    with transaction.atomic():
        require_administration(appointment.organization, actor)
        refusals = _unfit(to, appointment.role, until, now)
        if not appointment.counts_now:
            refusals.append(Refusal("not_active", "Only a role that counts now can be delegated."))
        if appointment.delegated_from_id is not None:
            refusals.append(Refusal("delegated_already", "A delegated role cannot be delegated further."))
        if to.pk == appointment.person_id:
            refusals.append(Refusal("to_oneself", "Choose another person.", "to"))
        if to.office.organization_id != appointment.organization_id:
            refusals.append(Refusal("person_elsewhere", "Choose a person of this organization.", "to"))
        if not instrument.strip():
            reason = "Cite the instrument: its title, date and where it is kept."
            refusals.append(Refusal("instrument_missing", reason, "instrument"))
        refusals += above_the_ceiling(instrument, "instrument")
        same = Appointment.objects.filter(person=to, role=appointment.role, state__in=LIVE)
        if same.exists():
            reason = f"{to} holds this role already, or it waits to be signed."
            refusals.append(Refusal("role_already_held", reason, "to"))
        if refusals:
            raise Refused(refusals)
        delegation = Appointment(
            person=to,
            organization_id=appointment.organization_id,
            office=to.office,
            role=appointment.role,
            delegated_from=appointment,
            instrument=instrument.strip(),
            until=until,
            log_id=appointment.log_id,
        )
        return _begin(delegation, actor, now)


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


def _begin(appointment: Appointment, actor: Actor, now: datetime | None) -> Outcome:
    details = {
        "delegated_from": appointment.delegated_from_id,
        "instrument": appointment.instrument,
        "office": appointment.office_id,
        "person": appointment.person_id,
        "role": str(appointment.role),
        "until": appointment.until,
    }
    create(appointment, actor=actor, event="appointment.proposed", details=details, now=now)
    return perform(appointment, "activate", actor=actor, now=now)


def _unfit(person: Person, role: str, until: datetime | None, now: datetime | None) -> list[Refusal]:
    refusals = []
    if role not in Role.values:
        refusals.append(Refusal("no_such_role", "There is no such role."))
    if not person.is_active:
        refusals.append(Refusal("account_closed", f"The account of {person} is closed."))
    if until is not None and until <= (now or clock.now()):
        refusals.append(Refusal("ends_before_it_begins", "Choose an end that lies ahead.", "until"))
    return refusals
