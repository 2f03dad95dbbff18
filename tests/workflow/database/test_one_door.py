"""PostgreSQL refuses every change of state but the engine's, to every login and by every way in."""

import pytest
from django.db import IntegrityError, transaction
from psycopg import errors

from tests.workflow.database.statements import refusal, signed_in
from tests.workflow.toy.making import NOON, holder, lit, new_bulb, new_lamp
from tests.workflow.toy.models import Lamp
from workflow.models import Entry

pytestmark = pytest.mark.usefixtures("own_database")

LOGINS = pytest.mark.parametrize("login", ["application", "owner", "superuser"])
NO_ENTRY = "no ledger entry of this transaction tells of this change in toy_lamp"


@pytest.fixture(scope="module")
def lamp(own_database):
    lamp = new_lamp()
    lit(lamp, holder(lamp))
    return lamp


@LOGINS
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("state = 'off'", "a step of toy_lamp raises the version by one"),
        ("state = 'off', version = version + 1", NO_ENTRY),
        ("version = version + 1", NO_ENTRY),
        ("state = 'off', version = version + 2", "a step of toy_lamp raises the version by one"),
        ("version = version - 1", "a step of toy_lamp raises the version by one"),
        ("state = 'broken', version = version + 1", 'no step leads from "on" to "broken" in toy_lamp'),
        ("state = NULL, version = version + 1", 'no step leads from "on" to "<NULL>" in toy_lamp'),
    ],
)
def test_no_login_changes_a_state(lamp, login, change, reason):
    assert refusal(login, f"UPDATE toy_lamp SET {change} WHERE id = '{lamp.pk}'") == reason


@LOGINS
def test_no_login_deletes_a_row(lamp, login):
    assert refusal(login, "DELETE FROM toy_lamp") == "rows of toy_lamp are never deleted"


@pytest.mark.parametrize("login", ["owner", "superuser"])
def test_no_login_empties_a_table(lamp, login):
    assert refusal(login, "TRUNCATE toy_bulb") == "toy_bulb only grows: TRUNCATE is refused"
    assert refusal(login, "TRUNCATE toy_lamp CASCADE").endswith("only grows: TRUNCATE is refused")


BORN = (
    "INSERT INTO toy_lamp (id, log_id, version, state, brightness, notes, named, wiring, has_current, "
    "curfew_step) SELECT gen_random_uuid(), log_id, {}, '{}', 0, '[]', '[]', '', true, '' FROM toy_lamp LIMIT 1"
)


@LOGINS
@pytest.mark.parametrize(
    ("version", "state", "reason"),
    [
        (0, "on", 'rows of toy_lamp are born as "off" at version 0'),
        (1, "off", 'rows of toy_lamp are born as "off" at version 0'),
        (0, "off", NO_ENTRY),
    ],
)
def test_no_login_brings_a_row_into_being(lamp, login, version, state, reason):
    assert refusal(login, BORN.format(version, state)) == reason


@LOGINS
def test_nothing_comes_in_by_copy(lamp, login):
    with signed_in(login) as session:
        copy = "COPY toy_lamp (id, log_id, version, state, brightness, notes, named, wiring, has_current, "
        with (
            pytest.raises(errors.CheckViolation, match="are born as"),
            session.cursor().copy(copy + "curfew_step) FROM STDIN") as rows,
        ):
            rows.write_row(
                ("9c1b7a52-9e7c-4b59-8c5f-5e3b8c6f0a01", lamp.log_id, 4, "on", 0, "[]", "[]", "", True, "")
            )


def test_update_of_a_queryset_is_refused(lamp):
    with pytest.raises(IntegrityError, match="raises the version by one"):
        Lamp.objects.filter(pk=lamp.pk).update(state="off")


def test_saving_is_refused(lamp):
    row = Lamp.objects.get(pk=lamp.pk)
    row.put_out(None)
    with pytest.raises(IntegrityError, match="raises the version by one"):
        row.save()
    row.version += 1
    with pytest.raises(IntegrityError, match="no ledger entry of this transaction"):
        row.save()


def test_setting_a_state_is_refused(lamp):
    with pytest.raises(AttributeError, match="not allowed"):
        lamp.state = "off"


def test_a_fixture_is_refused(lamp):
    from django.core import serializers

    row = serializers.serialize("json", [lamp]).replace('"version": 1', '"version": 2')
    for loaded in serializers.deserialize("json", row.replace('"state": "on"', '"state": "off"')):
        with pytest.raises(IntegrityError, match="no ledger entry of this transaction"):
            loaded.save()


def test_an_earlier_transactions_entry_does_not_do(lamp):
    made, lighted = Entry.objects.filter(subject_id=lamp.pk).order_by("index")
    assert (made.version, lighted.version) == (0, 1)
    other = new_lamp(now=NOON)
    with pytest.raises(IntegrityError, match="no ledger entry of this transaction"), transaction.atomic():
        Lamp.objects.filter(pk=other.pk).update(state="on", version=1)


@LOGINS
def test_a_table_of_the_same_name_does_not_stand_in_for_the_ledger(lamp, login):
    shadow = "CREATE TEMP TABLE workflow_entry AS SELECT * FROM public.workflow_entry WHERE index = 1"
    lies = (
        f"UPDATE pg_temp.workflow_entry SET subject_id = '{lamp.pk}', log_id = '{lamp.log_id}', version = 2, "
        "source = 'on', target = 'off', machine = 'toy.Lamp', xact = pg_current_xact_id()"
    )
    move = f"UPDATE toy_lamp SET state = 'off', version = 2 WHERE id = '{lamp.pk}'"
    said = refusal(login, shadow, "SET search_path = pg_temp, public", lies, move)
    if login == "application":
        assert said.startswith("permission denied to create temporary tables")
    else:
        assert said == NO_ENTRY


@LOGINS
@pytest.mark.parametrize("change", ["wiring = 'copper'", "has_current = false", "notes = '[1]', wiring = ''"])
def test_no_login_changes_another_column(lamp, login, change):
    assert refusal(login, f"UPDATE toy_lamp SET {change} WHERE id = '{lamp.pk}'") == NO_ENTRY


@LOGINS
def test_what_is_free_in_a_state_changes_in_that_state(lamp, login):
    dark = new_lamp()
    assert refusal(login, f"UPDATE toy_lamp SET wiring = 'copper' WHERE id = '{dark.pk}'") == ""
    assert (
        refusal(login, f"UPDATE toy_lamp SET wiring = '', notes = '[1]' WHERE id = '{dark.pk}'") == NO_ENTRY
    )


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ("id", "the identity of a row of toy_bulb is fixed"),
        ("log_id", "the identity of a row of toy_bulb is fixed"),
        ("lamp_id", "a row of toy_bulb keeps its lamp_id"),
    ],
)
def test_no_login_changes_what_is_fixed(lamp, column, reason):
    change = f"UPDATE toy_bulb SET {column} = gen_random_uuid() WHERE id = '{new_bulb(lamp).pk}'"
    assert refusal("application", change) == "permission denied for table toy_bulb"
    assert refusal("owner", change) == reason
    assert refusal("superuser", change) == reason
