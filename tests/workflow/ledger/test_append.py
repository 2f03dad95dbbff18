"""A log's entries follow each other in time, whatever the clock of whoever writes them says."""

import uuid

import pytest
from django.db import IntegrityError

from tests.workflow.ledger import world
from tests.workflow.ledger.growing import START, add_entries, new_log
from workflow.ledger.append import EntryBody, SidesMalformed, encoded_body
from workflow.models import Entry

pytestmark = pytest.mark.django_db


def test_an_instant_before_the_last_entrys_becomes_the_last_ones():
    log = new_log(2)
    add_entries(log, at=START)
    instants = Entry.objects.filter(log=log).order_by("index").values_list("at", flat=True)
    assert instants[0] == START < instants[1] == instants[2]


@pytest.mark.parametrize("sides", world.MALFORMED_SIDES.values(), ids=world.MALFORMED_SIDES)
def test_an_entry_is_for_sides_by_their_names_in_order_and_for_at_least_one(sides):
    log = new_log()
    with pytest.raises((SidesMalformed, TypeError)):
        add_entries(log, sides=sides)
    assert Entry.objects.filter(log=log).count() == 1


def test_postgresql_takes_no_entry_for_nobody():
    entry = Entry.objects.get(log=new_log())
    entry.pk, entry.sides = None, []
    with pytest.raises(IntegrityError, match="entry_is_for_a_side"):
        entry.save(force_insert=True)


def test_the_body_does_not_count_the_steps_of_its_subject():
    body = EntryBody(
        machine="toy.Lamp", subject_id=uuid.UUID(int=1), version=7, step="light", event="lamp.lit", source="off",
        target="on", actor="clock", sides=["guest", "house"],
    )  # fmt: skip
    assert encoded_body(body, {}).keys() == {
        "actor", "details", "event", "machine", "personal", "sides", "source", "step", "subject", "target",
    }  # fmt: skip
