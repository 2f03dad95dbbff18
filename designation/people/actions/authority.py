"""Who may bring something into being: the check that stands before every `create`.

Steps judge roles themselves, under lock. What is created has no step behind it, so its action asks here, under the
lock of the organization's log and therefore with roles as they are at this moment.
"""

from __future__ import annotations

from designation.people.models import Appointment, Organization
from designation.roles import Role
from workflow.errors import Refused
from workflow.guards import Actor, HeldRole, Refusal
from workflow.sql import snapshot

ADMINISTERS = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})


def require_administration(organization: Organization, actor: Actor) -> tuple[HeldRole, ...]:
    """Return the actor's roles in the organization. Expects a transaction; holds the organization's lock until its end.

    Raises: Refused where the actor neither administers the organization nor operates the site, or it is closed.
    """
    row = snapshot.locked(organization, actor)
    held_roles: tuple[HeldRole, ...] = row.held_roles
    if not {held.role for held in held_roles} & ADMINISTERS:
        raise Refused([Refusal("not_your_role", "This is for administrators of the organization.")])
    if row.state != Organization.State.ACTIVE:
        raise Refused(
            [Refusal("organization_closed", "This organization is closed. Nobody joins it any more.")]
        )
    return held_roles


def require_operator(actor: Actor) -> None:
    """Raise Refused unless the actor operates the site."""
    if actor.id is None:
        return
    if not Appointment.objects.holds(actor.id, Role.OPERATOR):
        raise Refused([Refusal("not_your_role", "This is for the operator of the site.")])
