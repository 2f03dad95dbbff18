"""Which roles a person holds in relation to a row: the subqueries behind every `roles_of`.

An appointment counts while it is active, its person's account is, its end has not passed, and (for a delegation) the
appointment it stands on is active and not over either. In a matter it counts only where the `party` table names the
person with it.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import JSONField
from django.db.models.expressions import RawSQL

from workflow import clock

_HELD = """FROM designation_appointment a
  JOIN designation_person p ON p.id = a.person_id AND p.is_active
  JOIN designation_organization o ON o.id = a.organization_id AND o.state = 'active'
  LEFT JOIN designation_appointment d ON d.id = a.delegated_from_id
  WHERE a.person_id = %s AND a.state = 'active' AND (a.until IS NULL OR a.until > {now})
    AND (a.delegated_from_id IS NULL OR (d.state = 'active' AND (d.until IS NULL OR d.until > {now})))"""

_FIELDS = "'office', a.office_id, 'organization', a.organization_id, 'side', o.side"


def in_organization(actor_id: uuid.UUID, organization: str) -> RawSQL:
    """The actor's roles in one organization; site operators count in every organization."""
    return _json(
        f"(SELECT jsonb_agg(jsonb_build_object('role', a.role, {_FIELDS})) {_held()} "
        f"AND (a.organization_id = {organization} OR a.role = 'operator'))",
        [actor_id],
    )


def in_matter(actor_id: uuid.UUID, matter: str, *, lead: str = "") -> RawSQL:
    """The actor's roles in one matter, by the `party` table; the lead reviewer is one more role of a reviewer."""
    roles = (
        f"CASE WHEN a.role = 'reviewer' AND {lead} = a.person_id THEN ARRAY['reviewer', 'lead_reviewer']"
        if lead
        else ""
    )
    names = f"unnest({roles} ELSE ARRAY[a.role::text] END)" if lead else "unnest(ARRAY[a.role::text])"
    return _json(
        f"(SELECT jsonb_agg(jsonb_build_object('role', r.name, {_FIELDS})) "
        + _held().replace(
            "WHERE",
            f"JOIN designation_party y ON y.matter = {matter} AND y.person_id = a.person_id "
            f"AND a.role = ANY (y.roles) CROSS JOIN LATERAL {names} AS r(name) WHERE",
            1,
        )
        + ")",
        [actor_id],
    )


def anywhere(actor_id: uuid.UUID, roles: tuple[str, ...]) -> RawSQL:
    """The actor's roles among `roles`, whatever the matter: for subjects that belong to no side."""
    return _json(
        f"(SELECT jsonb_agg(jsonb_build_object('role', a.role, {_FIELDS})) {_held()} AND a.role = ANY (%s))",
        [actor_id, list(roles)],
    )


def _held() -> str:
    return _HELD.format(now=clock.sql())


def _json(sql: str, params: list[Any]) -> RawSQL:
    return RawSQL(sql, params, output_field=JSONField())
