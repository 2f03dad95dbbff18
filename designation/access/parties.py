"""Who is party to a matter: the `party` table, derived in one statement from involvements, appointments and recusals.

An *involvement* says that an organization (or one office, or one person of it) takes part in a matter in some capacity;
`CAPACITIES` says which roles count in which capacity. Steps that change any of these call `refresh` in their own
transaction, so what a person may see changes at the same instant as why. A named evaluator takes part by the
appointment that their grant stands on: whoever is appointed anew is named anew.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection
from django.db.models import TextChoices

from designation.roles import DEVELOPER_ROLES, Role
from workflow.guards import StepContext


class Capacity(TextChoices):
    """In which capacity an organization takes part in a matter."""

    DEVELOPER = "developer", "Developer of the model"
    LEAD = "lead", "Determining agency"
    CONSULTED = "consulted", "Consulted office"
    NAMED = "named", "Agency named in the terms of a window"
    EVALUATOR = "evaluator", "Named evaluator"


CAPACITIES: dict[str, frozenset[str]] = {
    Capacity.DEVELOPER: DEVELOPER_ROLES | {Role.AUDITOR},
    Capacity.LEAD: frozenset(
        {
            Role.INTAKE_OFFICER,
            Role.REVIEWER,
            Role.DETERMINING_OFFICIAL,
            Role.RECORDS_CERTIFIER,
            Role.CUSTODIAN,
            Role.RECORDS_OFFICER,
            Role.INSIDER_RISK_OFFICER,
            Role.AUDITOR,
        }
    ),
    Capacity.CONSULTED: frozenset({Role.CONSULTED_OFFICIAL}),
    Capacity.NAMED: frozenset({Role.APPROVING_OFFICIAL, Role.INSIDER_RISK_OFFICER, Role.AUDITOR}),
    Capacity.EVALUATOR: frozenset({Role.EVALUATOR}),
}

_REFRESH = """
WITH counts(capacity, role) AS (SELECT * FROM unnest(%(capacities)s::text[], %(roles)s::text[])),
wanted AS (
  SELECT i.matter, a.person_id, min(o.side) AS side, array_agg(DISTINCT a.role::text) AS roles
  FROM designation_involvement i
  JOIN designation_appointment a ON a.organization_id = i.organization_id AND a.state = 'active'
    AND (i.office_id IS NULL OR a.office_id = i.office_id) AND (i.person_id IS NULL OR a.person_id = i.person_id)
  JOIN counts c ON c.capacity = i.capacity AND c.role = a.role
  JOIN designation_organization o ON o.id = a.organization_id
  WHERE {where_i}
    AND (i.capacity <> 'evaluator' OR EXISTS (SELECT 1 FROM designation_grant g WHERE g.log_id = i.matter
      AND g.person_id = a.person_id AND g.appointment_id = a.id AND g.state <> 'ended'))
    AND NOT EXISTS (SELECT 1 FROM designation_recusal r WHERE r.matter = i.matter AND r.person_id = a.person_id)
  GROUP BY i.matter, a.person_id),
gone AS (
  DELETE FROM designation_party y WHERE {where_y}
    AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.matter = y.matter AND w.person_id = y.person_id))
INSERT INTO designation_party (id, matter, person_id, side, roles)
SELECT gen_random_uuid(), w.matter, w.person_id, w.side, w.roles FROM wanted w
ON CONFLICT (matter, person_id) DO UPDATE SET roles = excluded.roles, side = excluded.side
"""


def refresh(matter: uuid.UUID) -> None:
    """Bring the parties of one matter up to date."""
    _run("i.matter = %(key)s", "y.matter = %(key)s", matter)


def refresh_person(person: uuid.UUID) -> None:
    """Bring one person's matters up to date."""
    _run("a.person_id = %(key)s", "y.person_id = %(key)s", person)


def join_or_leave(appointment: Any, _context: StepContext) -> None:
    """Let a person's matters follow their roles, at once."""
    refresh_person(appointment.person_id)


def _run(where_i: str, where_y: str, key: uuid.UUID) -> None:
    pairs = [(capacity, role) for capacity, roles in CAPACITIES.items() for role in sorted(roles)]
    with connection.cursor() as cursor:
        cursor.execute(
            _REFRESH.format(where_i=where_i, where_y=where_y),
            {"key": key, "capacities": [str(c) for c, _ in pairs], "roles": [str(r) for _, r in pairs]},
        )
