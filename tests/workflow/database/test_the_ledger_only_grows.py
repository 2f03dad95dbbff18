"""No login, by no statement, rewrites the record."""

import uuid

import pytest
from django.db import connection

from tests.workflow.database.statements import refusal
from tests.workflow.toy.making import NOON, entries, holder, lit, new_lamp
from workflow.ledger.seal import seal
from workflow.models import Cosignature, Log
from workflow.perform import perform

pytestmark = pytest.mark.usefixtures("own_database")

TABLES = ("entry", "personal", "registerleaf", "registernode", "checkpoint", "cosignature")
OWNERS = pytest.mark.parametrize("login", ["owner", "superuser"])


@pytest.fixture(scope="module")
def lamp(own_database, tmp_path_factory):
    from django.conf import settings

    settings.LEDGER_KEYS = tmp_path_factory.mktemp("keys")
    lamp = new_lamp()
    keeper = holder(lamp)
    lit(lamp, keeper)
    Cosignature.objects.create(checkpoint=seal(), key="w1", at=NOON, line="a line")
    perform(lamp, "put_out", actor=keeper, now=NOON)
    return lamp


@OWNERS
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET {} = {}"])
def test_even_the_owner_and_a_superuser_only_add(lamp, login, table, statement):
    column = {"personal": "name", "registernode": "level", "registerleaf": "index"}.get(table, "id")
    words = (f"workflow_{table}", column, column)
    assert refusal(login, statement.format(*words)).startswith(f"workflow_{table} only grows")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET {} = {}"])
def test_the_application_is_not_even_asked(lamp, table, statement):
    column = {"personal": "name", "registernode": "level", "registerleaf": "index"}.get(table, "id")
    said = refusal("application", statement.format(f"workflow_{table}", column, column))
    erasing = table == "personal" and statement.startswith("DELETE")
    assert said.startswith("workflow_personal only grows" if erasing else "permission denied")


@OWNERS
@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("DELETE FROM workflow_log", "logs are never removed"),
        ("TRUNCATE workflow_log CASCADE", "logs are never removed"),
        ("UPDATE workflow_log SET size = size - 1", "a log only grows"),
        ("UPDATE workflow_log SET sealed_size = 0", "a log only grows"),
        ("UPDATE workflow_log SET last_at = last_at - interval '1 s'", "a log only grows"),
        ("UPDATE workflow_log SET last_at = NULL", "a log only grows"),
        ("UPDATE workflow_log SET last_at = last_at + interval '1 s'", "a log only grows"),
        ("UPDATE workflow_log SET range = ''", "a log only grows"),
        ("UPDATE workflow_log SET id = gen_random_uuid()", "a log only grows"),
        ("UPDATE workflow_log SET size = size + 1", "a log grows by its entries"),
        (
            "INSERT INTO workflow_log (id, machine, size, range, sealed_size) "
            "VALUES (gen_random_uuid(), '', 1, '', 0)",
            "a log is born empty",
        ),
    ],
)
def test_a_log_only_grows(lamp, login, statement, reason):
    assert refusal(login, statement) == reason


ADD = (
    "INSERT INTO workflow_entry (log_id, index, at, machine, subject_id, version, step, event, source, target, actor, "
    "sides, details, personal, salt, commit, leaf, asked{}) SELECT log_id, {}, at, machine, subject_id, version, "
    "step, event, source, target, actor, sides, details, personal, salt, commit, leaf, asked{} FROM workflow_entry "
    "WHERE log_id = '{}' AND index = 1"
)


@OWNERS
@pytest.mark.parametrize("index", [-1, 3, 17])
def test_an_entry_lies_within_its_log(lamp, login, index):
    assert refusal(login, ADD.format("", index, "", lamp.log_id)) == "an entry lies within its log"


@OWNERS
def test_an_entry_bears_its_own_transaction(lamp, login):
    grow = f"UPDATE workflow_log SET size = 4, range = '\\x00' WHERE id = '{lamp.log_id}'"
    add = ADD.format(", xact", 3, ", '99'::xid8", lamp.log_id)
    statement = f"WITH grow AS ({grow}) {add}"
    assert refusal(login, statement) == "an entry bears its own transaction"


def test_a_place_in_a_log_is_taken_once(lamp):
    with connection.cursor() as cursor, pytest.raises(Exception, match="entry_place"):
        cursor.execute(ADD.format("", 1, "", lamp.log_id))


def test_a_log_is_born_empty_and_grows_by_steps(lamp):
    log = Log.objects.create(id=uuid.uuid4(), machine="toy.Lamp")
    assert (log.size, bytes(log.range), log.last_at) == (0, b"", None)
    assert Log.objects.get(pk=lamp.log_id).size == len(entries(lamp)) == 3
