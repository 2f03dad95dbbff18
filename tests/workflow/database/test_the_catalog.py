"""The check finds every trigger, function, constraint and unique index that is dropped, turned off or added."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from tests.workflow.database.statements import signed_in
from workflow import checks
from workflow.sql import catalog
from workflow.sql.catalog import CONSTRAINT, FUNCTION, INDEX, TRIGGER, Place

WAYS = {
    "a trigger is dropped": (TRIGGER, "DROP TRIGGER {name} ON {table}", "is missing"),
    "a trigger is disabled": (TRIGGER, "ALTER TABLE {table} DISABLE TRIGGER {name}", "is not ENABLE ALWAYS"),
    "a function is dropped": (FUNCTION, "DROP FUNCTION {name} CASCADE", "is missing"),
    "a function is replaced": (
        FUNCTION,
        "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "is not what the code wants",
    ),
    "a constraint is dropped": (
        CONSTRAINT,
        "ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE",
        "is missing",
    ),
    "a unique index is dropped": (INDEX, "DROP INDEX {name}", "is missing"),
}
EXTRAS = {
    "Trigger spare on workflow_log": (
        "CREATE TRIGGER spare BEFORE UPDATE ON workflow_log FOR EACH ROW EXECUTE FUNCTION workflow_log_grows()"
    ),
    "Trigger spare on toy_lamp": (
        "CREATE TRIGGER spare BEFORE UPDATE ON toy_lamp FOR EACH ROW EXECUTE FUNCTION workflow_log_grows()"
    ),
    "Function spare": "CREATE FUNCTION spare() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "Constraint spare on workflow_entry": "ALTER TABLE workflow_entry ADD CONSTRAINT spare CHECK (index > 0)",
    "Unique index spare on designation_request": "CREATE UNIQUE INDEX spare ON designation_request (lead_id)",
}


def found():
    """Return what the check says, without its hints."""
    return [message.msg for message in checks.database_has_every_guard(None, databases=["default"])]


def after(statement):
    """Return what the check says after a statement, which is then undone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        messages = checks.differences(catalog.expected(), catalog.stored(connection))
        said = [message.msg for message in messages]
        transaction.set_rollback(True)
    return said


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_whatever_is_taken_away_is_found(way):
    kind, statement, problem = WAYS[way]
    places = [place for place in catalog.expected().definitions if place.kind == kind]
    unnoticed = [
        place
        for place in places
        if not any(
            said.startswith(f"{place} {problem}")
            for said in after(statement.format(name=place.name, table=place.table))
        )
    ]
    assert len(places) > 5
    assert unnoticed == []


@pytest.mark.django_db
@pytest.mark.parametrize("place", EXTRAS)
def test_what_the_code_does_not_know_is_found(place):
    assert after(EXTRAS[place]) == [f"{place} is in the database, but the code does not know it."]


@pytest.mark.django_db
def test_a_foreign_key_that_was_never_validated_is_found():
    name = next(
        place.name
        for place, definition in catalog.expected().definitions.items()
        if place.table == "designation_window" and definition.startswith("FOREIGN KEY (request_id)")
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        (definition,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE designation_window DROP CONSTRAINT {name}")
        cursor.execute(f"ALTER TABLE designation_window ADD CONSTRAINT {name} {definition} NOT VALID")
    assert len(found()) == 1
    assert found()[0].startswith(f"Constraint {name} on designation_window is not what the code wants")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "guard",
    [
        Place("designation_window", TRIGGER, "designation_window_time"),
        Place("designation_window", CONSTRAINT, "window_never_overlaps"),
        Place("designation_frontiermodel", TRIGGER, "designation_clock_starts_once"),
        Place("designation_termsversion", TRIGGER, "terms_never_change_stay"),
        Place("designation_request", INDEX, "request_one_live_per_model_and_variants"),
        Place("", FUNCTION, "designation_window_time"),
    ],
    ids=str,
)
def test_the_guards_of_the_thirty_days_and_of_terms_are_in_the_catalog(guard):
    assert guard in catalog.expected().definitions


def test_turning_off_foreign_keys_is_found(own_database):
    with signed_in("superuser") as session:
        session.execute("ALTER TABLE designation_window DISABLE TRIGGER ALL")
        said = [one.msg for one in checks.differences(catalog.expected(), catalog.stored(session))]
    assert any("fk" in one and "is not enforced for every row" in one for one in said)


def test_a_login_that_owns_nothing_reads_the_same(own_database):
    with signed_in("application") as session:
        assert catalog.stored(session) == catalog.stored(connection)


def test_every_app_of_the_project_has_a_file():
    others = ("django.", "allauth", "tests.")
    own = {app.label for app in apps.get_app_configs() if not app.name.startswith(others)}
    assert {app.label for app in catalog.catalogued()} == own


@pytest.mark.django_db
def test_the_files_are_current():
    present = catalog.stored(connection)
    for app in catalog.catalogued():
        assert catalog.path_of(app).read_text() == catalog.text_of(app, present), (
            "Run manage.py write_catalog."
        )


def test_the_command_migrates_a_database_of_its_own(fresh_database):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER toy_lamp_moves ON toy_lamp; DROP INDEX grant_one_live_per_person")
    call_command("write_catalog", check=True)
    assert "Unique index grant_one_live_per_person on designation_grant is missing." in found()


def test_a_definition_that_was_dumped_and_restored_is_the_same():
    written = "(state)::text = ANY ((ARRAY['a'::character varying, 'it''s'::character varying])::text[])"
    restored = (
        "(state)::text = ANY (ARRAY[('a'::character varying)::text, ('it''s'::character varying)::text])"
    )
    assert catalog.comparable(written) == catalog.comparable(restored) == restored
    assert catalog.comparable(written.replace("'a'", "'b'")) != restored
