"""Convert appointments to the roles that a person holds in relation to a row. Every `roles_of` uses this."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, JSONField, QuerySet, Value
from django.db.models.functions import JSONObject

_FIELDS = {
    "office": "office_id",
    "organization": "organization_id",
    "side": "organization__side",
    "under": "pk",
}


def as_held_roles(appointments: QuerySet[Any], *, role: str = "") -> Func:
    """Return appointments as the JSON list that `Stateful.held_roles` reads.

    The appointments must be filtered by a reference to the outer row. With `role`, they count as that role there.
    """
    held_as: Any = Value(role) if role else "role"
    roles = ArraySubquery(appointments.order_by().values(held_role=JSONObject(role=held_as, **_FIELDS)))
    return Func(roles, function="to_jsonb", output_field=JSONField())
