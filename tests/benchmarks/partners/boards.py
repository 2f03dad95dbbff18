"""Makes one database for each size given: a covered request with so many partners on its board, loaded as they are.

`python -m tests.benchmarks.partners.boards SIZE…`; the selections are in all states in equal parts.
"""

import sys

from tests.benchmarks.databases import loading, make
from tests.benchmarks.partners import BASE, BOARD, board_of, set_up

TABLES = ("workflow_log", "designation_partner", "designation_selection", "designation_party")
MADE = """
CREATE TEMPORARY TABLE made AS
SELECT n, gen_random_uuid() AS partner, gen_random_uuid() AS selection, now() - n * interval '7 minutes' AS at,
  (ARRAY['proposed', 'concurred', 'invited', 'agreed', 'taken_back', 'not_selected', 'ended'])[1 + n %% 7] AS state,
  CASE n %% 2 WHEN 0 THEN 'developer' ELSE 'government' END AS side
FROM generate_series(1, %(size)s) AS n
"""
LOGS = """
INSERT INTO workflow_log (id, parent_id, machine, size, range, last_at, sealed_size)
SELECT partner, NULL::uuid, 'designation.Partner', 0, decode('', 'hex'), at, 0 FROM made
UNION ALL
SELECT selection, %(request)s, 'designation.Selection', 0, decode('', 'hex'), at, 0 FROM made
"""
PARTNERS = """
INSERT INTO designation_partner (id, log_id, version, number, name, folded, suborganization, city, us_state, category,
  size, identifiers, contact_name, contact_email, reasons_for, text, near, nominated_by_id, nominated_side,
  nominated_at, checks, question, answers, attested_until, reason, declined_by, state)
SELECT partner, partner, 0, 'TP-' || n, 'Hospital ' || n, 'hospital ' || n, '', 'Driggs', 'ID', 'rural_hospital',
  'small', '', 'Contact', 'contact@example.org', '', 'hospital ' || n || ' driggs id', 'hospital ' || n || '|id',
  %(carl)s, 'developer', at,
  '[]', '', '{}', now() + interval '300 days', '', '[]', 'active'
FROM made
"""
SELECTIONS = """
INSERT INTO designation_selection (id, log_id, version, number, request_id, partner_id, conditions, proposed_by_id,
  proposed_for_id, proposed_side, proposed_at, concurred_by_id, concurred_for_id, concurred_at, invited_at, reason,
  state)
SELECT selection, selection, 0, 'EA-' || n, %(request)s, partner, '{"ends_at": "2027-06-01T00:00:00Z"}', %(carl)s,
  %(meridian)s, side, at, %(abel)s, %(nsa)s, at, at, '', state
FROM made
"""
PARTIES = """
INSERT INTO designation_party (id, matter, person_id, side, roles)
SELECT gen_random_uuid(), selection, who.person, who.side, ARRAY[who.role]
FROM made, (VALUES (%(carl)s::uuid, 'developer', 'certifying_officer'),
  (%(abel)s::uuid, 'government', 'approving_official')) AS who(person, side, role)
"""


def prepare(sizes: list[int]) -> None:
    """Make the databases, one after the other."""
    make(BOARD, BASE)
    set_up(BOARD)
    from django.db import connection

    from designation.demo import world as demonstration
    from designation.demo.world import World
    from designation.models import Person, Policy
    from workflow import clock

    people = {person.email.partition("@")[0]: person for person in Person.objects.all()}
    world = World(clock.now(), people=people, policy=Policy.objects.get())
    world.organizations = {
        person.organization.short_name.lower(): person.organization for person in people.values()
    }
    request = demonstration.filed(world, "Larkspur")
    demonstration.determined(world, request)
    facts = {
        "request": request.pk,
        "carl": people["carl"].pk,
        "abel": people["abel"].pk,
        "meridian": people["carl"].organization.pk,
        "nsa": people["abel"].organization.pk,
    }
    connection.close()
    for size in sizes:
        make(board_of(size), BOARD)
        with loading(board_of(size), *TABLES) as session:
            for statement in (MADE, LOGS, PARTNERS, SELECTIONS, PARTIES):
                session.execute(statement, facts | {"size": size})


prepare([int(size) for size in sys.argv[1:]])
