"""One look at the database after everything that happens: what the plain model says is there, and nothing else."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import connection

from designation.demo.world import World
from designation.partners import queries
from tests.designation.sequences.partners.plain import Roster
from tests.designation.sequences.partners.things import Covered, EarlyAccess, Partner, Selection

PARTS = {
    "rows": """SELECT id, state, version, attested_until AS until FROM designation_partner WHERE id = ANY(%(ids)s)
        UNION ALL SELECT id, state, version, NULL FROM designation_selection WHERE id = ANY(%(ids)s)
        UNION ALL SELECT id, state, version, ends_at FROM designation_window WHERE id = ANY(%(ids)s)
        UNION ALL SELECT id, state, version, NULL FROM designation_grant WHERE id = ANY(%(ids)s)
        UNION ALL SELECT id, state, NULL, NULL FROM designation_request WHERE id = ANY(%(ids)s)""",
    "clocks": """SELECT subject_id AS subject, kind, due_at AS due, remaining_days AS "left", state
        FROM workflow_deadline WHERE subject_id = ANY(%(ids)s) AND state IN ('running', 'paused')""",
    "parties": "SELECT matter, person_id AS person, roles FROM designation_party WHERE matter = ANY(%(ids)s)",
    "new": """SELECT id FROM designation_selection WHERE request_id = ANY(%(ids)s)
        UNION ALL SELECT id FROM designation_window WHERE request_id = ANY(%(ids)s)""",
}
LOOK = "SELECT " + ", ".join(
    f"(SELECT coalesce(json_agg(t), '[]') FROM ({sql}) t) AS {name}" for name, sql in PARTS.items()
)


def look(world: World, roster: Roster, names: dict[str, str]) -> None:
    """Compare states, clocks and parties; `names` maps ids to the names of the plain model. Raises: AssertionError."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK, {"ids": list(names)})
        row = cursor.fetchone()
    seen = {
        name: json.loads(part) if isinstance(part, str) else part
        for name, part in zip(PARTS, row, strict=True)
    }
    assert {one["id"] for one in seen["new"]} <= names.keys(), "something began that the model does not know"
    _rows(roster, {names[row["id"]]: row for row in seen["rows"]})
    _clocks(roster, names, seen["clocks"])
    keys = {str(person.pk): key for key, person in world.people.items()}
    _parties(
        roster, [(names[one["matter"]], keys[one["person"]], set(one["roles"])) for one in seen["parties"]]
    )


def _rows(roster: Roster, there: dict[str, Any]) -> None:
    things = roster.things()
    assert there.keys() == things.keys()
    for name, thing in things.items():
        row = there[name]
        assert (name, row["state"]) == (name, thing.state)
        if isinstance(thing, Partner | Selection | EarlyAccess):
            assert (name, row["version"]) == (name, thing.version)
        if isinstance(thing, Partner | EarlyAccess):
            until = thing.attested_until if isinstance(thing, Partner) else thing.ends
            assert (name, _instant(row["until"])) == (name, until)


def _clocks(roster: Roster, names: dict[str, str], clocks: list[Any]) -> None:
    """What waits is what the model says waits, until the same instant."""
    there = {
        (names[c["subject"]], c["kind"]): c["left"] if c["state"] == "paused" else _instant(c["due"])
        for c in clocks
    }
    wanted = {
        (name, kind): clock.due if clock.left is None else clock.left
        for name, thing in roster.things().items()
        for kind, clock in thing.clocks.items()
    }
    more, less = dict(there.items() - wanted.items()), dict(wanted.items() - there.items())
    assert there == wanted, f"waits {more}, not {less}"


def _parties(roster: Roster, parties: list[tuple[str, str, set[str]]]) -> None:
    """Who finds a selection or an early access is who takes part in it, in those roles, and nobody else."""
    there: dict[str, dict[str, set[str]]] = {}
    for name, key, roles in parties:
        there.setdefault(name, {})[key] = roles
    for name, thing in roster.things().items():
        if isinstance(thing, Selection | EarlyAccess | Covered):
            seen, wanted = there.get(name, {}), roster.parties(thing)
            differ = {key for key in {*seen, *wanted} if seen.get(key) != wanted.get(key)}
            assert not differ, f"{name}: parties are {seen}, not {wanted}; they differ for {differ}"


def who_sees_the_roster(world: World, roster: Roster, names: dict[str, str], keys: list[str]) -> None:
    """Everybody finds exactly the partners that the table of the framework lets them see."""
    for key in keys:
        person = world.people[key]
        visible = queries.visible(person.organization, person.roles_held())
        seen = {names[str(pk)] for pk in visible.values_list("pk", flat=True) if str(pk) in names}
        wanted = {one.name for one in roster.partners if roster.sees(key, one)}
        assert seen == wanted, f"{key} sees {seen}, not {wanted}"


def who_reads(world: World, roster: Roster, names: dict[str, str], readable: list[Any]) -> None:
    """Everybody reads exactly what early access lets them read at this instant."""
    keys = {person.pk: key for key, person in world.people.items()}
    reads = {(keys[grant.person_id], names[str(grant.window_id)]) for grant in readable}
    wanted = {
        (one.person, early.name)
        for request in roster.covered
        for early in request.early()
        for one in early.named
        if roster.reads(one.person, early)
    }
    assert reads == wanted, f"{reads} can be read, not {wanted}"


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
