"""Convert appointments to the roles that a person holds in relation to a row. Every `roles_of` uses this."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, ExpressionWrapper, Func, JSONField, QuerySet, Value
from django.db.models.functions import JSONObject

from designation.people import suspended

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
    marked = ExpressionWrapper(suspended.for_exits_alone(), output_field=BooleanField())
    fields = JSONObject(role=held_as, exits_only=marked, **_FIELDS)
    return _as_list(appointments, fields)


def as_held_roles_despite_suspensions(appointments: QuerySet[Any], *, role: str = "") -> Func:
    """Return appointments as `as_held_roles` does, without marking those that suspensions leave nothing but exits."""
    held_as: Any = Value(role) if role else "role"
    return _as_list(appointments, JSONObject(role=held_as, **_FIELDS))


def _as_list(appointments: QuerySet[Any], fields: JSONObject) -> Func:
    roles = ArraySubquery(appointments.order_by().values(held_role=fields))
    return Func(roles, function="to_jsonb", output_field=JSONField())
