"""Each machine of the installation stands under the same protection as the toy."""

import pytest
from django.db import connection

from tests.workflow.database.statements import signed_in
from workflow.steps import initial_state, machines

pytestmark = pytest.mark.usefixtures("own_database")

EVERY_MACHINE = pytest.mark.parametrize("model", machines(), ids=lambda model: model._meta.label)
SOMETHING = {
    "uuid": "gen_random_uuid()",
    "jsonb": "'{}'",
    "timestamp with time zone": "now()",
    "date": "now()",
    "boolean": "false",
    "integer": "0",
    "bigint": "0",
    "bytea": "'x'",
    "smallint": "0",
    "ARRAY": "'{}'",
}


FITTING = {
    "designation.Suspension": {"scope": "'organization'", "reason": "'x'"},
    "designation.Case": {"origin": "'rule'"},
    "designation.BreakGlass": {"reason": "'x'"},
}
"""What a check constraint asks of a row that is otherwise made of anything."""


def insert(model, **values):
    """Return the statement that inserts a row of whatever would do, but for the given values."""
    values = FITTING.get(model._meta.label, {}) | values
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_name = %s AND (is_nullable = 'NO' OR column_name = ANY(%s))",
            [model._meta.db_table, list(values)],
        )
        columns = {name: SOMETHING.get(kind, "''") for name, kind in cursor.fetchall()} | values
    return f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({', '.join(columns.values())})"


def refusal(statement):
    """Return PostgreSQL's answer to a superuser to whom no ordinary trigger and no foreign key applies."""
    import psycopg

    with signed_in("superuser") as session, pytest.raises(psycopg.Error) as caught:
        session.execute(statement)
    return str(caught.value).split("\n")[0]


@EVERY_MACHINE
def test_rows_are_born_in_the_initial_state_only(model):
    table, initial = model._meta.db_table, initial_state(model)
    said = refusal(insert(model, state="'another'", version="0"))
    assert said == f'rows of {table} are born as "{initial}" at version 0'


@EVERY_MACHINE
def test_rows_are_born_with_their_entry_only(model):
    said = refusal(insert(model, state=f"'{initial_state(model)}'", version="0"))
    assert said == f"no ledger entry of this transaction tells of this change in {model._meta.db_table}"


def refusal_of_a_row(model, statement):
    """Return the same answer over one row, which was put in while the table's triggers were off for a moment."""
    import psycopg

    table = model._meta.db_table
    row = insert(model, state=f"'{initial_state(model)}'", version="0")
    with signed_in("superuser") as session:
        names = session.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
        ).fetchall()
        session.execute("BEGIN")
        for (name,) in names:
            session.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        session.execute(row)
        for (name,) in names:
            session.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
        with pytest.raises(psycopg.Error) as caught:
            session.execute(statement)
        session.execute("ROLLBACK")
    return str(caught.value).split("\n")[0]


@EVERY_MACHINE
def test_rows_move_as_the_steps_say_with_their_entry_and_stay(model):
    table, initial = model._meta.db_table, initial_state(model)
    for statement, answer in (
        (
            f"UPDATE {table} SET state = 'another', version = version + 1",
            f'no step leads from "{initial}" to "another" in {table}',
        ),
        (
            f"UPDATE {table} SET version = version + 1",
            f"no ledger entry of this transaction tells of this change in {table}",
        ),
        (f"DELETE FROM {table}", f"rows of {table} are never deleted"),
    ):
        assert refusal_of_a_row(model, statement) == answer


@EVERY_MACHINE
def test_no_table_is_emptied(model):
    said = refusal(f"TRUNCATE {model._meta.db_table} CASCADE")
    assert said == f"{model._meta.db_table} only grows: TRUNCATE is refused"
