"""A subject is read by one compiled statement, as the ORM would read it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.workflow.toy.making import GUEST, holder, lit, new_bulb, new_lamp, somebody
from tests.workflow.toy.models import Lamp
from workflow.guards import CLOCK
from workflow.sql import snapshot

pytestmark = pytest.mark.django_db


def columns(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("who", ["keeper", "guest", "stranger", "clock"])
def test_it_is_what_the_orm_reads(lamp, keeper, who):
    lit(lamp, keeper)
    actor = {"keeper": keeper, "guest": holder(lamp, GUEST), "stranger": somebody(), "clock": CLOCK}[who]
    heads, seen = snapshot.lock_and_read(lamp, actor, None)
    stored = Lamp.with_roles(actor.id).get(pk=lamp.pk)
    assert columns(seen.row) == columns(stored)
    assert (seen.row.held_roles, seen.row.roles_held_by) == (stored.held_roles, stored.roles_held_by)
    assert columns(snapshot.read(lamp, actor, heads).row) == columns(stored)
    assert [live.kind for live in seen.live] == ["burning"]
    assert (seen.existing_entry_id, heads[lamp.log_id].size) == (None, 2)


def test_each_is_read_for_itself(lamp, keeper):
    other = new_lamp(wiring="on")
    assert snapshot.lock_and_read(other, keeper, None)[1].row.held_roles == ()
    assert snapshot.lock_and_read(lamp, keeper, None)[1].row.held_roles != ()
    assert snapshot.lock_and_read(other, keeper, None)[1].row.wiring == "on"


def test_the_next_clock_of_all_locked_logs_counts(lamp, keeper):
    lit(lamp, keeper)
    other = new_lamp()
    alone = snapshot.lock([other.log_id])
    both = snapshot.lock([lamp.log_id, other.log_id])
    assert snapshot.read(other, keeper, alone).next_due_at is None
    assert snapshot.read(other, keeper, both).next_due_at is not None


def test_what_is_not_there_is_not_read(lamp):
    gone = Lamp(log_id=lamp.log_id)
    with pytest.raises(Lamp.DoesNotExist):
        snapshot.lock_and_read(gone, CLOCK, None)


def test_what_a_step_uses_is_read_with_the_row(lamp, keeper):
    bulb = new_bulb(lamp)
    Lamp.objects.filter(pk=lamp.pk).update(wiring="new")
    _heads, seen = snapshot.lock_and_read(bulb, keeper, None)
    with CaptureQueriesContext(connection) as caught:
        assert seen.row.lamp.wiring == "new"
    assert len(caught) == 0
