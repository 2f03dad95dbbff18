"""State, record, clocks and messages are written together or not at all."""

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from tests.workflow.toy.making import NOON, entries, lit, new_bulb
from tests.workflow.toy.models import Lamp
from workflow.errors import Refused
from workflow.models import Deadline, Job, Log, Personal
from workflow.perform import perform
from workflow.sql import snapshot
from workflow.sql.statements import ConcurrentWriteError

pytestmark = pytest.mark.django_db


def everything():
    """What stands in the database that a step could have written."""
    rows = [Lamp, Log, Deadline, Job, Personal]
    return [list(model.objects.order_by("pk").values()) for model in rows]


def test_a_failing_effect_undoes_the_whole_step(lamp, keeper):
    before = everything()
    with pytest.raises(ZeroDivisionError):
        lit(lamp, keeper, trip=True)
    assert everything() == before
    assert len(entries(lamp)) == 1
    assert (lamp.state, lamp.version) == ("off", 0)


def test_what_is_too_long_for_its_column_is_refused_and_never_cut(lamp, keeper):
    before = everything()
    with pytest.raises(DataError), transaction.atomic():
        perform(lamp, "set_curfew", actor=keeper, now=NOON, inputs={"step": "go_out" * 4})
    assert everything() == before


def test_a_child_that_refuses_undoes_the_whole_step(lamp, keeper):
    new_bulb(lamp)
    lit(lamp, keeper)
    hot = new_bulb(lamp, is_hot=True)
    before = everything()
    with pytest.raises(Refused) as caught:
        perform(lamp, "shade", actor=keeper, now=NOON)
    assert caught.value.codes == ("bulb_is_hot",)
    assert everything() == before
    assert len(entries(hot)) == 1


def test_an_outer_transaction_decides_whether_anything_lasts(lamp, keeper):
    before = everything()
    with transaction.atomic():
        lit(lamp, keeper)
        transaction.set_rollback(True)
    assert everything() == before


def test_two_steps_of_one_transaction_follow_each_other(lamp, keeper):
    with transaction.atomic():
        lit(lamp, keeper)
        perform(lamp, "put_out", actor=keeper, now=NOON)
    assert [entry.index for entry in entries(lamp)] == [0, 1, 2]


def meddling(monkeypatch, meddle):
    """Change what was read under lock, as a lock that does not hold would."""
    original = snapshot.lock_and_read

    def read(subject, actor, key, **more):
        heads, seen = original(subject, actor, key, **more)
        meddle(seen, heads)
        return heads, seen

    monkeypatch.setattr(snapshot, "lock_and_read", read)


def test_a_head_that_moved_under_the_lock_writes_nothing(lamp, keeper, monkeypatch):
    def meddle(_seen, heads):
        heads[lamp.log_id].stored_size += 1

    meddling(monkeypatch, meddle)
    before = everything()
    with pytest.raises(IntegrityError, match="an entry lies within its log"):
        lit(lamp, keeper)
    assert everything() == before


def test_a_row_that_moved_under_the_lock_writes_nothing(lamp, keeper, monkeypatch):
    def meddle(seen, _heads):
        seen.row.version += 1

    meddling(monkeypatch, meddle)
    before = everything()
    with pytest.raises(ConcurrentWriteError, match="moved while its log was locked"):
        lit(lamp, keeper)
    assert everything() == before


def test_a_step_takes_three_statements(lamp, keeper):
    statements = []

    def note(execute, *asked):
        statements.append(asked[0].split()[0])
        return execute(*asked)

    with connection.execute_wrapper(note):
        lit(lamp, keeper)
    assert statements == ["SAVEPOINT", "SELECT", "SELECT", "WITH", "RELEASE"]  # lock, read, write
