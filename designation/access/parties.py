"""The parties of matters, derived in one statement from involvements, appointments and recusals.

A suspension takes nobody's part away: it stops the roles themselves, where they are held (`people/in_effect.py`).

An *involvement* says that an organization (or one office, person or appointment of it) takes part in a matter
in a capacity. `CAPACITIES` says which roles count in each capacity. A step that changes any of these calls
`refresh` in its own transaction, so access changes together with its reason.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import connection

from designation.access.capacities import CAPACITIES
from designation.access.models import FormerParty, Involvement, Party, Recusal
from designation.people.in_effect import as_sql
from designation.people.models import Appointment, Organization
from workflow import clock
from workflow.guards import StepContext
from workflow.models import Log

_TABLES = {
    model.__name__.lower(): model._meta.db_table
    for model in (Appointment, FormerParty, Involvement, Log, Organization, Party, Recusal)
}

_REFRESH = """
WITH counts(capacity, role) AS (SELECT * FROM unnest(%(capacities)s::text[], %(roles)s::text[])),
wanted AS (
  SELECT i.matter, a.person_id, min(o.side) AS side, array_agg(DISTINCT a.role::text) AS roles
  FROM {involvement} i
  JOIN {appointment} a ON a.organization_id = i.organization_id AND a.id IN ({in_effect})
    AND (i.office_id IS NULL OR a.office_id = i.office_id) AND (i.person_id IS NULL OR a.person_id = i.person_id)
    AND (i.appointment_id IS NULL OR a.id = i.appointment_id)
  JOIN counts c ON c.capacity = i.capacity AND c.role = a.role
  JOIN {organization} o ON o.id = a.organization_id
  WHERE {where_i}
    AND NOT EXISTS (SELECT 1 FROM {recusal} r JOIN {log} l ON r.matter IN (l.id, l.parent_id)
      WHERE l.id = i.matter AND r.person_id = a.person_id)
  GROUP BY i.matter, a.person_id),
gone AS (
  DELETE FROM {party} y WHERE {where_y}
    AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.matter = y.matter AND w.person_id = y.person_id)
  RETURNING y.matter, y.person_id, y.side),
ended AS (
  INSERT INTO {formerparty} (id, matter, person_id, side, ended_at)
  SELECT gen_random_uuid(), g.matter, g.person_id, g.side, {now} FROM gone g
  ON CONFLICT (matter, person_id) DO UPDATE SET ended_at = excluded.ended_at, side = excluded.side)
INSERT INTO {party} (id, matter, person_id, side, roles)
SELECT gen_random_uuid(), w.matter, w.person_id, w.side, w.roles FROM wanted w
ON CONFLICT (matter, person_id) DO UPDATE SET roles = excluded.roles, side = excluded.side
"""


def involve(
    matter: uuid.UUID,
    *,
    organization: Any,
    capacity: str,
    office: Any = None,
    person: Any = None,
    appointment: Any = None,
) -> None:
    """Record that an organization, office, person or appointment takes part in a matter. Idempotent."""
    who = Involvement(
        matter=matter,
        organization_id=organization,
        capacity=capacity,
        office_id=office,
        person_id=person,
        appointment_id=appointment,
    )
    involve_all([who])


def involve_all(involvements: Iterable[Involvement]) -> None:
    """Record these involvements in one statement. Those that are recorded already stay as they are."""
    if rows := list(involvements):
        Involvement.objects.bulk_create(rows, ignore_conflicts=True)  # each row is unique


def refresh(*matters: uuid.UUID) -> None:
    """Update the parties of these matters, in one statement."""
    if matters:
        _run("i.matter = ANY(%(key)s)", "y.matter = ANY(%(key)s)", list(matters))


def refresh_person(person: uuid.UUID) -> None:
    """Update the matters to which one person is a party."""
    _run("a.person_id = %(key)s", "y.person_id = %(key)s", person)


def join_or_leave(appointment: Any, _context: StepContext) -> None:
    """Update the person's matters when one of their roles begins or ends."""
    refresh_person(appointment.person_id)


def _run(where_i: str, where_y: str, key: uuid.UUID | list[uuid.UUID]) -> None:
    in_effect = as_sql(Appointment.objects.in_effect_unless_suspended())
    pairs = [(capacity, role) for capacity, roles in CAPACITIES.items() for role in sorted(roles)]
    with connection.cursor() as cursor:
        cursor.execute(
            _REFRESH.format(
                where_i=where_i, where_y=where_y, in_effect=in_effect, now=clock.sql(), **_TABLES
            ),
            {"key": key, "capacities": [str(c) for c, _ in pairs], "roles": [str(r) for _, r in pairs]},
        )
