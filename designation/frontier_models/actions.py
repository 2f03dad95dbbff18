"""Actions on models that are not steps."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from designation.content.names import plain_name
from designation.frontier_models.models import FrontierModel, Variant
from designation.people.models import Organization
from workflow.creating.create import create
from workflow.guards import Actor


def register_model(
    developer: Organization, *, actor: Actor, codename: str, now: datetime | None = None
) -> FrontierModel:
    """Register a model under a codename, with its production variant, and return it. Raises: Refused."""
    with transaction.atomic():
        model = FrontierModel(developer=developer, codename=plain_name(codename))
        create(model, "register", actor=actor, now=now)
        Variant.objects.create(model=model, name="Production", kind="production")
    return model
