"""Whom an invitation can be for. `context.proposed` is the invitation.

The reasons reveal nothing about the people or invitations of other organizations.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from designation.content.names import mailbox, plain_address, readable_name
from designation.people.rules import organizations
from designation.roles import HELD_BY, Role, conflict
from workflow.guards import Pass, Refusal, StepContext, Verdict


def address_is_plain(_organization: Any, context: StepContext) -> Verdict:
    """An email address must be in ASCII letters, so that no two addresses look the same."""
    return plain_address(context.proposed.email)


def name_is_readable(_organization: Any, context: StepContext) -> Verdict:
    """A name must have visible letters, and its letters must not mix alphabets that look alike."""
    return readable_name(context.proposed.name)


def name_and_address_fit(_organization: Any, context: StepContext) -> Verdict:
    """A name and an address must not be longer than what can be stored."""
    invitation = context.proposed
    name, address = (invitation._meta.get_field(field).max_length for field in ("name", "email"))
    if len(invitation.name) <= name and len(invitation.email) <= address:
        return Pass()
    return Refusal(
        "too_long", f"A name has at most {name} characters, an address at most {address}. Shorten it."
    )


def address_is_one(_organization: Any, context: StepContext) -> Verdict:
    """An address must be an email address."""
    try:
        validate_email(context.proposed.email)
    except ValidationError:
        return Refusal("address_malformed", "This is not an email address.", about="email")
    return Pass()


def mailbox_is_no_members(organization: Any, context: StepContext) -> Verdict:
    """Nobody is invited who has an account in the organization."""
    if not _is_among(organization.addresses_of_members(), context):
        return Pass()
    reason = "Somebody with this mailbox has an account in this organization."
    return Refusal("already_a_member", reason, about="email")


def mailbox_is_not_invited_yet(organization: Any, context: StepContext) -> Verdict:
    """An organization has one open invitation for each mailbox."""
    if not _is_among(organization.addresses_invited(), context):
        return Pass()
    reason = "An invitation to this mailbox is open. Send it again or revoke it."
    return Refusal("already_invited", reason, about="email")


def _is_among(addresses: Any, context: StepContext) -> bool:
    return mailbox(context.proposed.email) in {mailbox(address) for address in addresses}


def roles_fit(organization: Any, context: StepContext) -> Verdict:
    """The roles must be ones that the organization's side has and that one person can hold together."""
    found, roles = [], context.proposed.roles
    for role in roles:
        if role not in HELD_BY[organization.side]:
            reason = f"An organization of this kind has no role “{role}”."
            found.append(Refusal("role_of_another_side", reason, about="roles"))
        elif sentence := conflict(frozenset(set(roles) - {role}), role):
            found.append(Refusal("role_excluded", sentence, about="roles"))
    return tuple(dict.fromkeys(found))


def operators_invite_administrators_only(_organization: Any, context: StepContext) -> Verdict:
    """A site operator may invite only organization administrators and other site operators."""
    if context.has_role(Role.ADMINISTRATOR) or set(context.proposed.roles) <= {
        Role.ADMINISTRATOR,
        Role.OPERATOR,
    }:
        return Pass()
    reason = "A site operator invites administrators only; those invite the others."
    return Refusal("operator_limits", reason, about="roles")


def name_of_the_account_is_readable(_invitation: Any, context: StepContext) -> Verdict:
    """The name under which an invitation is accepted must be readable."""
    return readable_name(str(context.inputs.get("name", "")))


def mailbox_has_no_account(invitation: Any, _context: StepContext) -> Verdict:
    """A person has one account, in one organization."""
    if invitation.state != "open" or not invitation.mailbox_has_account():
        return Pass()
    reason = "There is an account for this mailbox already. A person has one account, in one organization."
    return Refusal("account_exists", reason)


def organization_is_open(invitation: Any, context: StepContext) -> Verdict:
    """Nobody joins a closed organization."""
    return organizations.is_open(invitation.organization, context)
