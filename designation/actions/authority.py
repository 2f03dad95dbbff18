"""Who may bring something into being: the check that stands before every `create`.

Steps judge roles themselves, under lock. What is created has no step behind it, so its action asks here, under the
lock of the organisation's log and therefore with roles as they are at this moment.
"""

from __future__ import annotations

from designation.models.people import Organisation
from designation.models.standing import anywhere
from designation.roles import Role
from workflow import reading
from workflow.errors import Refused
from workflow.guards import Actor, Refusal, Standing

ADMINISTERS = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})


def require_administration(organisation: Organisation, actor: Actor) -> tuple[Standing, ...]:
    """Return the actor's roles in the organisation. Expects a transaction; holds the organisation's lock until its end.

    Raises: Refused where the actor neither administers the organisation nor operates the site, or it is closed.
    """
    row = reading.locked(organisation, actor)
    standing: tuple[Standing, ...] = row.standing
    if not {held.role for held in standing} & ADMINISTERS:
        raise Refused([Refusal("not_your_role", "This is for administrators of the organisation.")])
    if row.state != Organisation.State.ACTIVE:
        raise Refused(
            [Refusal("organisation_closed", "This organisation is closed. Nobody joins it any more.")]
        )
    return standing


def require_operator(actor: Actor) -> None:
    """Raise Refused unless the actor operates the site."""
    if actor.id is None:
        return
    held = Organisation.objects.annotate(held=anywhere(actor.id, (Role.OPERATOR,))).values_list(
        "held", flat=True
    )
    if not held.first():
        raise Refused([Refusal("not_your_role", "This is for the operator of the site.")])
