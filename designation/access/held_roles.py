"""The roles that a person holds in a matter: their appointments whose role the `party` table lists there."""

from __future__ import annotations

import uuid

from django.db.models import BooleanField, Exists, F, Func, OuterRef

from designation.access.models import Party
from designation.people.held_roles import as_held_roles
from designation.people.models import Appointment


def in_matter(actor_id: uuid.UUID) -> Func:
    """Return the actor's roles in the matter of the outer row (its `log_id`)."""
    is_named = Func(
        OuterRef("role"),
        Func(F("roles"), function="ANY"),
        template="%(expressions)s",
        arg_joiner=" = ",
        output_field=BooleanField(),
    )
    party = Party.objects.filter(is_named, matter=OuterRef(OuterRef("log_id")), person=actor_id)
    return as_held_roles(Appointment.objects.held_by(actor_id).filter(Exists(party)))
