"""Permission checks for actions that create rows.

A step checks the actor's role itself, under a lock. Creating a row is not a step, so each action that calls
`create` first calls a check from this module. The check locks the organization's log, so it sees the roles as
they are now.
"""

from __future__ import annotations

from designation.people.models import Appointment, Organization
from designation.roles import Role
from workflow.errors import Refused
from workflow.guards import Actor, HeldRole, Refusal
from workflow.sql import snapshot

ADMINISTERS = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})


def require_administration(organization: Organization, actor: Actor) -> tuple[HeldRole, ...]:
    """Require that the actor administers the organization or operates the site; return the actor's roles in it.

    Expects a transaction. Holds the lock on the organization's log until the transaction ends.

    Raises: Refused, if the actor has neither role or the organization is closed.
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
    """Require that the actor operates the site. The clock always passes. Raises: Refused."""
    if actor.id is None:
        return
    if not Appointment.objects.holds(actor.id, Role.OPERATOR):
        raise Refused([Refusal("not_your_role", "This is for the operator of the site.")])
