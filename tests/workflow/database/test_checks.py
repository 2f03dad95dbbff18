"""`manage.py check --database default` says so when the database and the code differ."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from tests.workflow.toy.models import Bulb, Lamp
from workflow import checks, steps
from workflow.approvals import Quorum
from workflow.creating.declaring import Creation
from workflow.deadlines import Sets
from workflow.jobs import Queues
from workflow.steps import Step

pytestmark = pytest.mark.django_db

ALL_FIRST = (
    "CREATE TRIGGER toy_lamp_moves BEFORE UPDATE ON toy_lamp FOR EACH ROW WHEN (NEW.state = 'broken') "
    "EXECUTE FUNCTION workflow_legal_moves('off'); "
    "ALTER TABLE toy_lamp ENABLE ALWAYS TRIGGER toy_lamp_moves"
)


def found():
    try:
        call_command("check", databases=["default"])
    except SystemCheckError as error:
        return str(error)
    return ""


def test_as_migrated_nothing_is_wrong():
    assert found() == ""


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("DROP TRIGGER toy_lamp_moves ON toy_lamp", "Trigger toy_lamp_moves on toy_lamp is missing"),
        ("DROP TRIGGER toy_lamp_moves_stay ON toy_lamp", "Trigger toy_lamp_moves_stay on toy_lamp is missing"),
        ("DROP TRIGGER toy_bulb_entry ON toy_bulb", "Trigger toy_bulb_entry on toy_bulb is missing"),
        ("ALTER TABLE toy_lamp DISABLE TRIGGER toy_lamp_entry", "toy_lamp_entry on toy_lamp is not ENABLE ALWAYS"),
        ("ALTER TABLE toy_lamp ENABLE TRIGGER toy_lamp_entry", "toy_lamp_entry on toy_lamp is not ENABLE ALWAYS"),
        (f"DROP TRIGGER toy_lamp_moves ON toy_lamp; {ALL_FIRST}", "Trigger toy_lamp_moves on toy_lamp is not what"),
        (
            "CREATE OR REPLACE FUNCTION workflow_needs_entry() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RETURN NULL; END'",
            "Function workflow_needs_entry is not what",
        ),
        ("ALTER FUNCTION workflow_legal_moves() RESET search_path", "Function workflow_legal_moves is not what"),
        ("CREATE RULE kept AS ON DELETE TO workflow_log DO INSTEAD NOTHING", "Rewrite rule kept on workflow_log is in"),
        ("ALTER TABLE workflow_log ENABLE ROW LEVEL SECURITY", "Row security workflow_log on workflow_log is in"),
        ("CREATE TABLE more () INHERITS (workflow_log)", "Child table more on workflow_log is in the database"),
        ("ALTER TABLE workflow_log ALTER COLUMN machine DROP NOT NULL", "column machine on workflow_log is missing"),
        ("ALTER TABLE workflow_approval ALTER COLUMN log_id DROP NOT NULL", "log_id on workflow_approval is missing"),
    ],
    ids=lambda value: value[:60],
)  # fmt: skip
def test_what_was_meddled_with_is_found(statement, finding):
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert finding in found()


def test_without_a_database_nothing_is_compared():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER toy_lamp_moves ON toy_lamp")
    call_command("check")


def test_a_function_of_the_same_name_in_another_schema_is_found():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'log_kept'"
        )
        ((user, definition),) = cursor.fetchall()
        name = definition.partition("EXECUTE FUNCTION ")[2]
        cursor.execute(f'CREATE SCHEMA "{user}"')
        body = "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        cursor.execute(f'CREATE FUNCTION "{user}".{name.partition("(")[0]}() {body}')
        cursor.execute(definition.replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER"))
        cursor.execute("ALTER TABLE workflow_log ENABLE ALWAYS TRIGGER log_kept")
    assert "Trigger log_kept on workflow_log is not what the code wants" in found()


def test_a_missing_migration_is_told_because_nothing_is_compared():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER toy_lamp_moves ON toy_lamp")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'toy'")
    with pytest.raises(SystemCheckError, match="were not compared"):
        call_command("check", databases=["default"], fail_level="WARNING")


def a_step(**facts):
    return Step(
        **({"name": "light", "sources": ("off",), "target": "on", "event": "e", "label": "l"} | facts)
    )


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"who": frozenset({"keeper"}), "target": "blue"}, "names unknown states ['blue']"),
        ({"by_clock": True, "sources": ("red",)}, "names unknown states ['red']"),
        ({}, "can be taken by nobody"),
        (
            {"by_clock": True, "deadlines": (Sets("x", "explode", None),)},
            "'explode' is no step that the clock",
        ),
        ({"by_clock": True, "deadlines": (Sets("x", "light", None),)}, "'light' is no step that the clock"),
        ({"by_clock": True, "sides": ("strangers",)}, "is for the sides ['strangers'], which are not the"),
        (
            {"by_clock": True, "quorum": Quorum(None, "", sides=("strangers",))},
            "is for the sides ['strangers'], which are not the",
        ),
        ({"by_clock": True, "jobs": (Queues("teleport"),)}, "kind 'teleport', for which no handler"),
    ],
)
def test_a_step_that_cannot_be_right_is_found(facts, problem, monkeypatch):
    wrong = a_step(**facts)
    known = dict(steps.steps_of(Lamp))
    monkeypatch.setattr(checks, "machines", lambda: [Lamp])
    monkeypatch.setattr(checks, "steps_of", lambda _model: known | {"wrong": wrong})
    [message] = checks.steps_are_sound(None)
    assert problem in message.msg


def test_a_state_that_is_free_and_unknown_is_found(monkeypatch):
    monkeypatch.setattr(Lamp, "FREE", {"off": ("wiring",), "blue": ("wiring",)})
    [message] = checks.steps_are_sound(None)
    assert message.msg == "toy.Lamp.FREE names unknown states ['blue']."


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"name": "end", "by_clock": True}, "is the name of a step as well"),
        ({}, "can be done by nobody"),
        ({"by_clock": True, "sides": ("strangers",)}, "is for the sides ['strangers'], which are not the"),
        ({"by_clock": True, "sets": (Sets("x", "explode", None),)}, "'explode' is no step that the clock"),
    ],
)
def test_a_creation_that_cannot_be_right_is_found(facts, problem, monkeypatch):
    wrong = Creation(**{"name": "wrong", "label": "Wrong", "event": "bulb.wrong"} | facts)
    monkeypatch.setattr(Bulb, "CREATIONS", (wrong,))
    [message] = checks.creations_are_sound(None)
    assert problem in message.msg


def test_a_machine_that_says_not_how_its_rows_come_into_being_is_found(monkeypatch):
    monkeypatch.setattr(Bulb, "CREATIONS", ())
    assert [message.msg for message in checks.creations_are_sound(None)] == ["toy.Bulb has no creations."]


def test_the_installations_machines_are_sound():
    assert checks.steps_are_sound(None) + checks.creations_are_sound(None) == []
