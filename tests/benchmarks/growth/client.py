"""`python -m tests.benchmarks.growth.client KIND SIZE`: one lamp, beside so many of a kind, lit and put out."""

import itertools
import sys
import uuid

from tests.benchmarks.databases import loading, make
from tests.benchmarks.growth import BASE, name_of, set_up
from tests.benchmarks.pairs import serve

KIND, SIZE = sys.argv[1], int(sys.argv[2])
NAME = name_of(KIND, SIZE)
make(NAME, BASE)
set_up(NAME)

from tests.workflow.toy.making import holder, new_lamp
from workflow.perform import perform

lamp = new_lamp(now=None)
keeper = holder(lamp)
numbers = itertools.count()
newest = {"index": SIZE - 1 if KIND == "entries" else 0}

ENTRIES = """
INSERT INTO workflow_entry (log_id, index, at, machine, subject_id, version, step, event, source, target, actor,
  sides, details, personal, salt, commit, leaf, asked)
SELECT '{lamp}', n, now() - interval '1 day', 'toy.Lamp', '{lamp}', 0, 'shade', 'lamp.shaded', 'on', 'on', 'somebody',
  '{{guest,house}}', '{{}}', '{{}}', sha256('salt'), sha256('commit'), sha256(n::text::bytea), ''
FROM generate_series(1, {more}) AS n;
UPDATE workflow_log SET size = {size}, range = decode(repeat('ab', {hashes} * 32), 'hex') WHERE id = '{lamp}';
"""
DEADLINES = """
CREATE TEMPORARY TABLE made AS SELECT gen_random_uuid() AS id FROM generate_series(1, {more});
INSERT INTO workflow_log (id, machine, size, range, sealed_size) SELECT id, 'toy.Lamp', 0, '', 0 FROM made;
INSERT INTO workflow_deadline (id, log_id, machine, subject_id, kind, step, calendar, set_at, due_at, wake_at,
  closed, reminders, reminded, state, attempts, last_error)
SELECT gen_random_uuid(), {log}, 'toy.Lamp', id, 'burning', 'go_out', 'calendar', now(), now() + interval '9 days',
  now() + interval '9 days', '[]', '[]', '[]', 'running', 0, '' FROM made;
"""
SCRIPTS = {
    "entries": ENTRIES.format(lamp=lamp.pk, size=SIZE, more=SIZE - 1, hashes=SIZE.bit_count()),
    "deadlines": DEADLINES.format(more=SIZE - 1, log="id"),
    "in_one_matter": DEADLINES.format(more=SIZE - 1, log=f"'{lamp.pk}'"),
}
with loading(NAME, "workflow_log", "workflow_entry", "workflow_deadline") as session:
    for statement in SCRIPTS[KIND].split(";")[:-1]:
        session.execute(statement)


def step() -> None:
    """Light the lamp or put it out."""
    asked = {"actor": keeper, "seen": newest["index"], "key": str(uuid.uuid4())}
    if next(numbers) % 2 == 0:
        newest["index"] = perform(lamp, "light", inputs={"brightness": 5}, **asked).index
    else:
        newest["index"] = perform(lamp, "put_out", **asked).index


serve(step)
