"""The limit: row, audit and message in one statement of raw psycopg."""

import itertools
import uuid

import psycopg
from psycopg.types.json import Jsonb

from tests.benchmarks.databases import database, make
from tests.benchmarks.pairs import serve

TABLES = """
CREATE TABLE lamp (id uuid PRIMARY KEY, state varchar(40) NOT NULL, version int NOT NULL, brightness int NOT NULL);
CREATE TABLE audit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL, lamp uuid NOT NULL,
  version int NOT NULL, event varchar(80) NOT NULL, actor varchar(64) NOT NULL, details jsonb NOT NULL);
CREATE INDEX ON audit (lamp, version);
CREATE TABLE message (id uuid PRIMARY KEY, at timestamptz NOT NULL, lamp uuid NOT NULL, event varchar(80) NOT NULL,
  audience varchar(40) NOT NULL, state varchar(10) NOT NULL);
CREATE INDEX ON message (at) WHERE state = 'queued';
"""
STEP = """
WITH changed AS (UPDATE lamp SET state = %s, version = version + 1, brightness = %s WHERE id = %s AND version = %s
  RETURNING id, version),
told AS (INSERT INTO message SELECT gen_random_uuid(), now(), id, %s, 'keeper', 'queued' FROM changed)
INSERT INTO audit (at, lamp, version, event, actor, details) SELECT now(), id, version, %s, %s, %s FROM changed
"""
make("bench_limit")
session = psycopg.connect(database("bench_limit"), autocommit=True, prepare_threshold=1)
session.execute(TABLES)
lamp, actor = uuid.uuid4(), str(uuid.uuid4())
session.execute("INSERT INTO lamp VALUES (%s, 'off', 0, 0)", [lamp])
numbers = itertools.count()


def step() -> None:
    """Light the lamp or put it out."""
    version = next(numbers)
    state, event = ("on", "lamp.lit") if version % 2 == 0 else ("off", "lamp.put_out")
    values = [state, 5, lamp, version, event, event, actor, Jsonb({"brightness": 5})]
    if session.execute(STEP, values).rowcount != 1:
        raise RuntimeError("The row moved.")


serve(step)
