"""`makemigrations` notices when the steps have moved on, and what it writes changes the database's legal moves."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.workflow.toy.models import Lamp
from workflow.sql.triggers import LegalMoves, NeedsEntry, triggers_of

pytestmark = pytest.mark.django_db


def changes():
    """Return the operations that `makemigrations` would write for the toy."""
    loader = MigrationLoader(connection)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    found = detector.changes(graph=loader.graph, trim_to_apps={"toy"})
    return [operation for migration in found.get("toy", []) for operation in migration.operations]


@pytest.fixture
def another_move(monkeypatch):
    """A lamp with one legal move more."""
    moves, entry = triggers_of(Lamp)
    more = LegalMoves(name=moves.name, initial=moves.initial, moves=(*moves.moves, "on>on"))
    monkeypatch.setattr(Lamp._meta, "constraints", [more, entry])
    monkeypatch.setitem(Lamp._meta.original_attrs, "constraints", [more, entry])
    return more


def test_as_they_are_there_is_nothing_to_write():
    assert changes() == []


def test_another_move_is_noticed(another_move):
    assert [type(operation).__name__ for operation in changes()] == ["RemoveConstraint", "AddConstraint"]


def test_what_is_written_changes_the_database(another_move):
    old = ProjectState.from_apps(apps)
    with connection.schema_editor() as editor:
        for operation in changes():
            new = old.clone()
            operation.state_forwards("toy", new)
            operation.database_forwards("toy", editor, old, new)
            old = new
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_triggerdef(oid), tgenabled::text FROM pg_trigger WHERE tgname = 'toy_lamp_moves'"
        )
        assert cursor.fetchall() == [(another_move.definitions("toy_lamp")["toy_lamp_moves"], "A")]


def test_the_same_moves_are_the_same_trigger():
    moves = triggers_of(Lamp)[0]
    same = LegalMoves(name=moves.name, initial=moves.initial, moves=list(moves.moves))
    assert (moves, hash(moves)) == (same, hash(same))
    assert moves != NeedsEntry(name=moves.name, label="toy.Lamp")
    assert moves != "toy_lamp_moves"


def test_names_are_quoted_where_they_stand_in_sql():
    trigger = LegalMoves(name="x", initial="it's", moves=())
    assert "('it''s')" in trigger.definitions("toy_lamp")["x_born"]


def test_a_trigger_belongs_to_a_table():
    with pytest.raises(TypeError, match="belongs to a table"):
        triggers_of(Lamp)[0].create_sql(None, None)


def test_a_trigger_is_removed_by_name():
    assert triggers_of(Lamp)[1].remove_sql(Lamp, None) == (
        "DROP TRIGGER IF EXISTS toy_lamp_entry ON toy_lamp; "
        "DROP TRIGGER IF EXISTS toy_lamp_entry_born ON toy_lamp; "
        "DROP TRIGGER IF EXISTS toy_lamp_entry_row ON toy_lamp"
    )


def test_validation_is_left_to_postgresql():
    assert triggers_of(Lamp)[0].validate(Lamp, Lamp()) is None


def test_the_refusals_can_be_taken_away_and_put_back():
    from workflow.sql import trigger_sql

    with connection.cursor() as cursor:
        cursor.execute(trigger_sql.remove())
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'entry_appends'")
        assert cursor.fetchone() == (0,)
        cursor.execute(trigger_sql.install())
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'entry_appends'")
        assert cursor.fetchone() == (1,)
