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
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.db import connection, transaction
from django.urls import reverse

from designation.content.moments import MOMENT
from designation.content.names import mailbox, plain_address, plain_name, readable_name
from designation.people.actions.authority import require_administration
from designation.people.lifecycle.invitation import EXPIRES
from designation.people.models import Appointment, Invitation, Office, Organization, Person, normal_address
from designation.people.rules.invitations import LIFETIME
from designation.roles import HELD_BY, Role, conflict
from workflow import clock
from workflow.errors import Refused
from workflow.guards import CLOCK, Actor, HeldRole, Refusal, refusals_in
from workflow.perform import create, perform
from workflow.sql import snapshot

LONGEST_NAME: int = Invitation._meta.get_field("name").max_length or 0
LONGEST_ADDRESS: int = Invitation._meta.get_field("email").max_length or 0
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
        require_administration(organization, actor)  # takes the lock: a resubmitted form waits here
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
    address, name = normal_address(email), plain_name(name)
    with transaction.atomic():
        held_roles = require_administration(organization, actor)
        refusals = [*unfit(organization, held_roles, address, name, office, roles)]
        if refusals:
            raise Refused(refusals)
        invitation = Invitation(
            organization=organization,
            office=office,
            email=address,
            name=name,
            roles=list(roles),
            invited_by_id=actor.id,
            expires_at=(now or clock.now()) + LIFETIME,
            log_id=organization.log_id,
        )
        details = {"roles": list(roles)}
        create(invitation, actor=actor, event="invitation.prepared", details=details, sets=[EXPIRES], now=now)
    return invitation


def unfit(
    organization: Organization,
    held_roles: Sequence[HeldRole],
    address: str,
    name: str,
    office: Office,
    roles: Sequence[str],
) -> list[Refusal]:
    """Return the reasons why this invitation cannot be made.

    The reasons reveal nothing about the people or invitations of other organizations.
    """
    refusals = refusals_in([plain_address(address), readable_name(name)])
    if len(name) > LONGEST_NAME or len(address) > LONGEST_ADDRESS:
        reason = (
            f"A name has at most {LONGEST_NAME} characters, an address at most {LONGEST_ADDRESS}. Shorten it."
        )
        refusals.append(Refusal("too_long", reason))
    try:
        validate_email(address)
    except ValidationError:
        refusals.append(Refusal("address_malformed", "This is not an email address.", "email"))
    if office.organization_id != organization.pk:
        refusals.append(Refusal("office_elsewhere", "Choose an office of this organization.", "office"))
    box = mailbox(address)
    members = Person.objects.filter(office__organization=organization).values_list("email", flat=True)
    if any(mailbox(member) == box for member in members):
        reason = "Somebody with this mailbox has an account in this organization."
        refusals.append(Refusal("already_a_member", reason, "email"))
    invited = organization.invitations.filter(state=Invitation.State.OPEN).values_list("email", flat=True)
    if any(mailbox(other) == box for other in invited):
        reason = "An invitation to this mailbox is open. Send it again or revoke it."
        refusals.append(Refusal("already_invited", reason, "email"))
    return refusals + _unfit_roles(organization, held_roles, roles)


def _unfit_roles(
    organization: Organization, held_roles: Sequence[HeldRole], roles: Sequence[str]
) -> list[Refusal]:
    refusals = []
    for role in roles:
        if role not in HELD_BY[organization.side]:
            reason = f"An organization of this kind has no role “{role}”."
            refusals.append(Refusal("role_of_another_side", reason, "roles"))
        elif sentence := conflict(frozenset(set(roles) - {role}), role):
            refusals.append(Refusal("role_excluded", sentence, "roles"))
    administers = any(held.role == Role.ADMINISTRATOR for held in held_roles)
    if not administers and not {Role.ADMINISTRATOR, Role.OPERATOR}.issuperset(roles):
        reason = "A site operator invites administrators only; those invite the others."
        refusals.append(Refusal("operator_limits", reason, "roles"))
    return list(dict.fromkeys(refusals))


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
        refusals = refusals_in([readable_name(name)])
        if row.state == Invitation.State.OPEN and has_account(row.email):
            reason = (
                "There is an account for this mailbox already. A person has one account, in one organization."
            )
            refusals.append(Refusal("account_exists", reason))
        if row.organization.state != Organization.State.ACTIVE:
            refusals.append(
                Refusal("organization_closed", "This organization is closed. Nobody joins it any more.")
            )
        if refusals:
            raise Refused(refusals)
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


def has_account(address: str) -> bool:
    """Return whether an account exists for the mailbox behind this address."""
    local, _, domain = mailbox(address).rpartition("@")
    near = Person.objects.filter(email__startswith=local, email__endswith=f"@{domain}")
    return any(mailbox(email) == mailbox(address) for email in near.values_list("email", flat=True))


def _offer(person: Person, role: str, invitation: Invitation, now: datetime | None) -> None:
    """Propose a role that the invitation lists. The role counts once administrators sign it."""
    appointment = Appointment(
        person=person,
        organization_id=invitation.organization_id,
        office_id=invitation.office_id,
        role=role,
        log_id=invitation.log_id,
    )
    details = {"invitation": invitation.pk, "person": person.pk, "role": role}
    create(appointment, actor=CLOCK, event="appointment.proposed", details=details, now=now)
