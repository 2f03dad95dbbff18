"""Terms, their signatures and recusals are never changed, removed or emptied, not even by the tables' owner."""

import pytest
from django.db import DatabaseError, connection, transaction

from designation.demo.world import World
from tests.designation.walking import request_in, window_in

TABLES = ("designation_termsversion", "designation_termssignature", "designation_recusal")


def answer(statement: str) -> str:
    """Return the first line of what PostgreSQL answers to a statement that it refuses."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            cursor.execute(statement)
    return str(refused.value).partition("\n")[0]


@pytest.mark.parametrize("table", TABLES)
def test_it_only_grows(demo_world: World, table: str) -> None:
    request = request_in(demo_world, "covered")
    window_in(demo_world, request, "scheduled")
    demo_world.act(request, "recuse", "rosa")
    assert answer(f"UPDATE {table} SET id = id") == f"{table} only grows: UPDATE is refused"
    assert answer(f"DELETE FROM {table}") == f"{table} only grows: DELETE is refused"
    assert answer(f"TRUNCATE {table} CASCADE") == f"{table} only grows: TRUNCATE is refused"
