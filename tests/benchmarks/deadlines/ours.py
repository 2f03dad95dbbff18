"""Our side: `python -m tests.benchmarks.deadlines.ours NUMBER EACH` closes EACH deadlines in a round."""

import sys

from tests.benchmarks.databases import loading
from tests.benchmarks.ours import DATABASE, set_up
from tests.benchmarks.pairs import serve

set_up()

from tests.workflow.toy.models import Lamp
from workflow.models import Deadline, Entry, Job
from workflow.sweep import sweep

NUMBER, EACH = int(sys.argv[1]), int(sys.argv[2])
TABLES = ("workflow_log", "workflow_entry", "workflow_deadline", "toy_lamp")
LOAD = """
CREATE TEMPORARY TABLE made AS SELECT n, gen_random_uuid() AS id FROM generate_series(1, %(number)s) AS n;
INSERT INTO workflow_log (id, machine, size, range, last_at, sealed_size)
  SELECT id, 'toy.Lamp', 1, sha256(id::text::bytea), now() - interval '2 hours', 0 FROM made;
INSERT INTO workflow_entry (log_id, index, at, machine, subject_id, version, step, event, source, target, actor,
  sides, details, personal, salt, commit, leaf, asked)
  SELECT id, 0, now() - interval '2 hours', 'toy.Lamp', id, 1, 'light', 'lamp.lit', 'off', 'on', id::text,
  '{guest,house}', '{}', '{}', sha256('salt'), sha256('commit'), sha256(id::text::bytea), '' FROM made;
INSERT INTO toy_lamp (id, log_id, version, state, brightness, notes, named, wiring, has_current, curfew_step)
  SELECT id, id, 1, 'on', 5, '[]', '[]', '', true, 'go_out' FROM made;
INSERT INTO workflow_deadline (id, log_id, machine, subject_id, kind, step, calendar, set_at, due_at, wake_at,
  closed, reminders, reminded, state, attempts, last_error)
  SELECT gen_random_uuid(), id, 'toy.Lamp', id, 'burning', 'go_out', 'calendar', now() - interval '2 hours',
  now() - interval '1 hour', now() - n * interval '1 millisecond', '[]', '[]', '[]', 'running', 0, '' FROM made;
"""
with loading(DATABASE, *TABLES) as session:
    for statement in LOAD.replace("%(number)s", str(NUMBER)).split(";")[:-1]:
        session.execute(statement)


def step() -> int:
    """Close as many as a round closes."""
    closed = 0
    while closed < EACH:
        closed += sweep(min(1000, EACH - closed))
    return closed


serve(step)
told = Job.objects.filter(event="lamp.went_out").count()
ended = Deadline.objects.filter(state="fired").count()
recorded = Entry.objects.filter(event="lamp.went_out").count()
if not told == ended == recorded == Lamp.objects.filter(state="off", version=2).count() == NUMBER:
    raise SystemExit(f"Of {NUMBER} deadlines {ended} were closed, {recorded} recorded and {told} told.")
