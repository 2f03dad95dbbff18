"""Invitations: each is bound to one email address, works once, and expires.

`prepare` saves an invitation without mailing anyone; `send` mails it.

The link contains the invitation's id, signed. It is built anew for each mail and is stored nowhere.
Administrators never see the link, so only a person who can read the invited mailbox can create the account.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import connection, transaction
from django.urls import reverse

from designation.content.moments import MOMENT
from designation.content.names import mailbox, plain_name
from designation.people.models import Appointment, Invitation, Office, Organization, Person, normal_address
from designation.people.rules import invited
from designation.people.rules.invitations import LIFETIME
from workflow import clock
from workflow.creating.create import create, require
from workflow.errors import Refused
from workflow.guards import CLOCK, Actor, StepContext, refusals
from workflow.perform import perform
from workflow.sql import snapshot

ACCEPTED = (
    invited.name_of_the_account_is_readable,
    invited.mailbox_has_no_account,
    invited.organization_is_open,
)
_signer = Signer(salt="designation.invitation")


def link(invitation: Invitation) -> str:
    """Return the URL that accepts the invitation. Use it only in the mail to the invited address."""
    return settings.SITE_URL + reverse("invitation_open", args=[_signer.sign(str(invitation.pk))])


def by_token(token: str) -> uuid.UUID | None:
    """Return the id of the invitation that a link names, or None if we did not sign the link."""
    try:
        return uuid.UUID(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None


def invite(
    organization: Organization,
    *,
    actor: Actor,
    email: str,
    name: str,
    office: Office,
    roles: Sequence[str] = (),
    now: datetime | None = None,
) -> Invitation:
    """Invite one email address and send the mail.

    If the same person sent the same invitation within the last minute, return that invitation and send
    nothing again.

    Raises: Refused, with every unmet condition.
    """
    with transaction.atomic():
        row = snapshot.locked(organization, actor)  # a resubmitted form waits here
        require(Invitation, "prepare", row, actor=actor, now=now)
        alike = {
            "email": normal_address(email),
            "name": plain_name(name),
            "office": office,
            "roles": list(roles),
        }
        if invitation := _just_sent(organization, actor, alike, now or clock.now()):
            return invitation
        invitation = prepare(
            organization, actor=actor, email=email, name=name, office=office, roles=roles, now=now
        )
        perform(invitation, "send", actor=actor, now=now)
    return invitation


def _just_sent(
    organization: Organization, actor: Actor, alike: Mapping[str, Any], now: datetime
) -> Invitation | None:
    """Return the identical invitation that this person sent once within the last minute and that is still open."""
    since = now + LIFETIME - MOMENT
    sent = organization.invitations.filter(invited_by=actor.id, version=1, expires_at__gt=since)
    return sent.filter(state=Invitation.State.OPEN, **alike).first()


def send(
    invitation: Invitation, *, actor: Actor, seen: int | None = None, now: datetime | None = None
) -> None:
    """Mail the link of a prepared invitation, or mail it again. Raises: Refused."""
    perform(invitation, "send", actor=actor, seen=seen, now=now)


def revoke(
    invitation: Invitation, *, actor: Actor, seen: int | None = None, now: datetime | None = None
) -> None:
    """Revoke an invitation, so that its link stops working immediately. Raises: Refused."""
    perform(invitation, "revoke", actor=actor, seen=seen, now=now)


def prepare(
    organization: Organization,
    *,
    actor: Actor,
    email: str,
    name: str,
    office: Office,
    roles: Sequence[str] = (),
    now: datetime | None = None,
) -> Invitation:
    """Save an invitation without mailing anyone, and return it. Raises: Refused, with every unmet condition."""
    invitation = drafted(organization, email=email, name=name, office=office, roles=roles)
    invitation.invited_by_id = actor.id
    invitation.expires_at = (now or clock.now()) + LIFETIME
    create(invitation, "prepare", actor=actor, details={"roles": list(roles)}, now=now)
    return invitation


def drafted(
    organization: Organization, *, email: str, name: str, office: Office, roles: Sequence[str]
) -> Invitation:
    """Return an invitation that is not saved, with its name and address in the form that is stored."""
    return Invitation(
        organization=organization,
        office=office,
        email=normal_address(email),
        name=plain_name(name),
        roles=list(roles),
        log_id=organization.log_id,
    )


def accept(invitation: Invitation, *, name: str, password: str, now: datetime | None = None) -> Person:
    """Create the account that an invitation offers, propose the invitation's roles, and return the person.

    The roles do not count until administrators sign them.

    Raises: Refused, if the invitation was used, was revoked or has expired, if the mailbox already has an
    account, or if the organization is closed.
    """
    with transaction.atomic():
        snapshot.lock([invitation.log_id])
        row = Invitation.objects.select_related("office", "organization").get(pk=invitation.pk)
        _hold_mailbox(row.email)
        name = plain_name(name)
        if found := refusals(ACCEPTED, row, StepContext(CLOCK, now or clock.now(), inputs={"name": name})):
            raise Refused(found)
        if row.state != Invitation.State.OPEN:
            perform(row, "accept", actor=CLOCK, now=now)  # raises Refused with the reason
        person = Person.objects.create_user(row.email, password, name=name, office=row.office)
        perform(row, "accept", actor=CLOCK, inputs={"person": person.pk}, now=now)
        for role in row.roles:
            _offer(person, role, row, now)
    return person


def _hold_mailbox(address: str) -> None:
    """Prevent every other transaction from creating an account for this mailbox until this transaction ends.

    The lock applies across organizations.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"mailbox {mailbox(address)}"]
        )


def _offer(person: Person, role: str, invitation: Invitation, now: datetime | None) -> None:
    """Propose a role that the invitation lists. It counts once administrators sign it, or if two people did before."""
    appointment = Appointment(
        person=person,
        organization=invitation.organization,
        office_id=invitation.office_id,
        role=role,
        log_id=invitation.log_id,
    )
    details = {"invitation": invitation.pk, "person": person.pk, "role": role}
    create(appointment, "offer", actor=CLOCK, details=details, now=now)
    if invitation.roles_signed:
        perform(appointment, "activate", actor=CLOCK, now=now)
