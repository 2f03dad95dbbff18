"""Makes one database for each size given: the demonstration's people, and so many requests loaded as they are."""

import sys

from tests.benchmarks.databases import loading, make
from tests.benchmarks.lists import BASE, name_of, set_up

TABLES = (
    "workflow_log",
    "workflow_entry",
    "workflow_deadline",
    "designation_request",
    "designation_party",
)

REQUESTS = """
CREATE TEMPORARY TABLE made AS
SELECT n, gen_random_uuid() AS id, now() - n * interval '37 seconds' AS at,
  (ARRAY['draft', 'submitted', 'clarification_requested', 'in_assessment', 'information_requested', 'recommended',
    'covered', 'not_covered', 'no_determination', 'closed', 'concluded', 'withdrawn'])[1 + n %% 12] AS state,
  (%(leads)s::uuid[])[1 + n / 12 %% cardinality(%(leads)s::uuid[])] AS lead
FROM generate_series(1, %(size)s) AS n;
"""

LOGS = """
INSERT INTO workflow_log (id, machine, size, range, last_at, sealed_size)
SELECT id, 'designation.Request', 1, decode(repeat('ab', 32), 'hex'), at, 0 FROM made
"""

ENTRIES = """
INSERT INTO workflow_entry (log_id, index, at, machine, subject_id, version, step, event, source, target, actor,
  sides, details, personal, salt, commit, leaf, asked)
SELECT id, 0, at, 'designation.Request', id, 0, '', 'request.created', '', state, 'clock',
  '{developer,government}', '{}', '{}', decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'),
  decode(repeat('00', 32), 'hex'), ''
FROM made ORDER BY at
"""

ROWS = """
INSERT INTO designation_request (id, log_id, version, number, model_id, variants, variant_key, answers, policy_id,
  created_at, submitted_at, lead_id, rounds_asked, extensions_used, more_rounds_agreed, recommended_outcome, authority,
  reference, standing_outcome, sharing_text, reconsidered, new_information, assessed_application, state)
SELECT id, id, 0, 'N' || n, %(model)s, '[]', n::text, '{}', %(policy)s, at, at, lead, 0, 0, false, '', '', '',
  CASE WHEN state IN ('covered', 'not_covered') THEN state ELSE '' END, '', false, '', '', state
FROM made ORDER BY n
"""

DEADLINES = """
INSERT INTO workflow_deadline (id, log_id, machine, subject_id, kind, step, calendar, set_at, due_at, wake_at,
  closed, reminders, reminded, state, attempts, last_error)
SELECT gen_random_uuid(), id, 'designation.Request', id, 'determination', 'lapse', 'business', at,
  now() + (hashtext(n::text) %% 4320) * interval '10 minutes', now() + interval '400 days', '[]', '[]', '[]', 'running',
  0, ''
FROM made WHERE state NOT IN ('draft', 'closed', 'concluded', 'withdrawn')
"""

PARTIES = """
INSERT INTO designation_party (id, matter, person_id, side, roles)
SELECT gen_random_uuid(), made.id, who.person, 'government', ARRAY[who.role]
FROM made, unnest(%(people)s::uuid[], %(roles)s::text[], %(every)s::int[]) AS who(person, role, every)
WHERE made.n %% who.every = 0
"""

TAKING_PART = (
    ("ravi", "reviewer", 1),
    ("ines", "intake_officer", 1),
    ("dora", "determining_official", 1),
    ("cora", "consulted_official", 100),
)


def prepare(sizes: list[int]) -> None:
    """Make the databases, one after the other."""
    make(BASE)
    set_up(BASE)
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    facts = _world()
    connection.close()
    for size in sizes:
        make(name_of(size), BASE)
        with loading(name_of(size), *TABLES) as session:
            for statement in (REQUESTS, LOGS, ENTRIES, ROWS, DEADLINES, PARTIES):
                session.execute(statement, facts | {"size": size})


def _world() -> dict[str, object]:
    """Make the people, a policy and a model; return what the statements need of them."""
    from datetime import timedelta

    from designation.demo import world as demonstration
    from designation.frontier_models import actions as frontier_models
    from tests.designation.walking import appoint
    from workflow import clock

    world = demonstration.people_and_policy(clock.now() - timedelta(days=1))
    appoint(world, "ines", "reviewer")
    model = frontier_models.register_model(
        world.organizations["developer"], actor=world.actor("dana"), codename="Larkspur", now=world.now
    )
    people = [(world.people[key].pk, role, every) for key, role, every in TAKING_PART]
    return {
        "leads": [world.people[key].pk for key in ("ravi", "rosa", "ines")],
        "model": model.pk,
        "policy": world.policy.pk if world.policy else None,
        "people": [person for person, _role, _every in people],
        "roles": [role for _person, role, _every in people],
        "every": [every for _person, _role, every in people],
    }


prepare([int(size) for size in sys.argv[1:]])
