"""A migration that would keep a large table locked, or rewrite it, is refused; its mended form is not."""

from subprocess import run

import pytest
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    RemoveIndexConcurrently,
)
from django.db import connection, models
from django.db.migrations import operations as change
from django.db.migrations.loader import MigrationLoader
from django.db.models.functions import Now

from tests.migrations import refused
from tests.migrations.refused import LinterMissing, linter, sql_of

pytestmark = pytest.mark.django_db
INDEX = models.Index(name="request_saved", fields=["saved_at"])
FEW_ROUNDS = models.CheckConstraint(name="few_rounds", condition=models.Q(rounds_asked__lt=99))
ONE = models.UniqueConstraint(name="one", fields=["model", "created_at"])
PERSON = models.ForeignKey("designation.person", null=True, on_delete=models.PROTECT, related_name="+")

WRONG = {
    "an index": (change.AddIndex("request", INDEX), "require-concurrent-index-creation"),
    "an index less": (change.RemoveIndex("request", "request_open"), "require-concurrent-index-deletion"),
    "a default that differs": (
        change.AddField("request", "new", models.DateTimeField(db_default=Now())),
        "adding-field-with-default",
    ),
    "never null": (
        change.AlterField("request", "saved_at", models.DateTimeField()),
        "adding-not-nullable-field",
    ),
    "another type": (
        change.AlterField("request", "sharing_text", models.JSONField()),
        "changing-column-type",
    ),
    "a rule": (change.AddConstraint("request", FEW_ROUNDS), "constraint-missing-not-valid"),
    "one of a kind": (change.AddConstraint("request", ONE), "disallowed-unique-constraint"),
    "a reference": (change.AddField("request", "new", PERSON), "adding-foreign-key-constraint"),
}
RIGHT = {
    "an index": AddIndexConcurrently("request", INDEX),
    "an index less": RemoveIndexConcurrently("request", "request_open"),
    "a column": change.AddField("request", "new", models.DateTimeField(null=True)),
    "a constant default": change.AddField("request", "new", models.IntegerField(default=3)),
    "a rule": AddConstraintNotValid("request", FEW_ROUNDS),
    "a table": change.CreateModel(
        "Note", [("id", models.AutoField(primary_key=True)), ("at", models.DateTimeField(db_index=True))]
    ),
}


@pytest.fixture(scope="module")
def state():
    try:
        linter()
    except LinterMissing as missing:
        pytest.skip(str(missing))
    return MigrationLoader(None).project_state()


def rules(operation, state):
    concurrently = "Concurrently" in type(operation).__name__
    sql = sql_of([operation], "designation", state.clone(), atomic=not concurrently)
    return [one.rule for one in refused.refused(sql, in_transaction=not concurrently)]


@pytest.mark.parametrize("what", WRONG)
def test_what_locks_or_rewrites_is_refused(what, state):
    operation, rule = WRONG[what]
    assert rule in rules(operation, state)


@pytest.mark.parametrize("what", RIGHT)
def test_what_does_not_is_let_pass(what, state):
    assert rules(RIGHT[what], state) == []


def test_a_refusal_says_which_statement_and_what_to_do_instead(state):
    sql = 'SELECT 1;\nCREATE INDEX "request_saved" ON "designation_request" ("saved_at");'
    told = str(refused.refused(sql, in_transaction=True)[0])
    assert 'CREATE INDEX "request_saved"' in told
    assert "Use AddIndexConcurrently" in told


def test_every_migration_since_the_baseline_is_let_pass(state):
    found = refused.of_this_installation()
    assert {name: [str(one) for one in wrong] for name, wrong in found.items() if wrong} == {}
    disk = MigrationLoader(connection).disk_migrations
    assert len(found) == len([name for app, name in disk if name > refused.BASELINE.get(app, "~")])


def test_the_linter_knows_every_rule_that_is_named_here(state):
    command = [linter(), *(f"--exclude={rule}" for rule in refused.REFUSED)]
    assert run(command, input="SELECT 1;", text=True, capture_output=True, check=False).returncode == 0
