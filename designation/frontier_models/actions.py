"""Actions on models that are not steps."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from designation.content.markings import above_the_ceiling
from designation.content.names import plain_name, readable_name
from designation.frontier_models.models import FrontierModel, Variant
from designation.people.models import Organization
from designation.roles import DEVELOPER_ROLES, Side
from workflow.errors import Refused
from workflow.guards import Actor, Refusal
from workflow.perform import create
from workflow.sql import snapshot

NOT_YOURS = Refusal("not_your_role", "This is for the developer's people.")


def register_model(
    developer: Organization, *, actor: Actor, codename: str, now: datetime | None = None
) -> FrontierModel:
    """Register a model under a codename, with its production variant, and return it. Raises: Refused."""
    with transaction.atomic():
        held = {s.role for s in snapshot.locked(developer, actor).held_roles}
        refusals = [] if held & DEVELOPER_ROLES and developer.side == Side.DEVELOPER else [NOT_YOURS]
        codename = plain_name(codename)
        readable = readable_name(codename, "codename")
        if not codename:
            refusals.append(Refusal("codename_missing", "Give the new model a codename.", "codename"))
        elif isinstance(readable, Refusal):
            refusals.append(readable)
        elif marked := list(above_the_ceiling(codename, "codename")):
            refusals += marked
        elif FrontierModel.objects.filter(developer=developer, codename__iexact=codename).exists():
            reason = "Your organization has a model of this codename already."
            refusals.append(Refusal("codename_taken", reason, "codename"))
        if refusals:
            raise Refused(refusals)
        model = FrontierModel(developer=developer, codename=codename)
        create(model, actor=actor, event="model.registered", now=now)
        Variant.objects.create(model=model, name="Production", kind="production")
    return model
