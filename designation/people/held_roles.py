"""Convert appointments to the roles that a person holds in relation to a row. Every `roles_of` uses this."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, ExpressionWrapper, Func, JSONField, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject

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
    marked = ExpressionWrapper(suspended.for_exits_alone(), output_field=BooleanField())
    fields = JSONObject(role=_held_as(role), exits_only=marked, **_FIELDS)
    return _as_list(appointments, fields)


def as_held_roles_despite_suspensions(appointments: QuerySet[Any], *, role: str = "") -> Func:
    """Return appointments as `as_held_roles` does, without marking those that suspensions leave nothing but exits."""
    return _as_list(appointments, JSONObject(role=_held_as(role), **_FIELDS))


def _held_as(role: str) -> Any:
    """Return the expression for the role. PostgreSQL 15 asks for the type of a value in a JSON object."""
    return Cast(Value(role), TextField()) if role else "role"


def _as_list(appointments: QuerySet[Any], fields: JSONObject) -> Func:
    roles = ArraySubquery(appointments.order_by().values(held_role=fields))
    return Func(roles, function="to_jsonb", output_field=JSONField())
