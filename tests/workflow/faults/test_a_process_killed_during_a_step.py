"""A process that is killed at any point of a step leaves the whole step behind, or nothing of it."""

from datetime import timedelta

import pytest

from tests.workflow.faults.killing import every_death
from tests.workflow.toy.making import ELECTRICIAN, events, holder, lit, new_bulb, new_lamp
from tests.workflow.toy.models import Lamp
from workflow import clock
from workflow.errors import Refused
from workflow.ledger.merkle import CompactRange
from workflow.models import Approval, Deadline, Entry, Job, Log
from workflow.perform import perform
from workflow.staleness import newest_seen

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("own_database")]


def simple():
    """Light a lamp: a deadline, two messages, a personal detail."""
    lamp = new_lamp(now=None)
    return lamp, holder(lamp, at=clock.now()), "light", {"brightness": 5}


def with_cascades():
    """Leave a burning lamp with its bulbs."""
    lamp = new_lamp(now=None)
    keeper = holder(lamp, at=clock.now())
    lit(lamp, keeper, now=None)
    shard_of = new_bulb(lamp, now=None)
    new_bulb(lamp, now=None, part_of=shard_of)
    return lamp, keeper, "leave", {}


def completing_a_quorum():
    """Sign as the second of two."""
    lamp = new_lamp(now=None)
    perform(lamp, "rewire", actor=holder(lamp, at=clock.now()))
    return lamp, holder(lamp, ELECTRICIAN, at=clock.now()), "rewire", {}


def after_the_time_ran_out():
    """Try to put out a lamp that has burnt out: the clock's step and the late attempt are recorded."""
    long_ago = clock.now() - timedelta(hours=2)
    lamp = new_lamp(now=long_ago)
    keeper = holder(lamp)
    lit(lamp, keeper, now=long_ago)
    return lamp, keeper, "put_out", {}


EXPECTED = {
    simple: ["lamp.made", "lamp.lit"],
    with_cascades: ["lamp.made", "lamp.lit", "lamp.left"],
    completing_a_quorum: ["lamp.made", "lamp.rewired.signed", "lamp.rewired"],
    after_the_time_ran_out: ["lamp.made", "lamp.lit", "lamp.went_out", "late_attempt"],
}


@pytest.mark.parametrize("kind", EXPECTED, ids=lambda kind: kind.__name__)
def test_the_step_is_taken_whole_or_not_at_all_and_once_when_tried_again(kind):
    present = {}

    def begin():
        lamp, actor, step, inputs = kind()
        seen = newest_seen(lamp)

        def ask():
            try:
                perform(
                    Lamp.objects.get(pk=lamp.pk),
                    step,
                    actor=actor,
                    inputs=inputs,
                    seen=seen,
                    key="k",
                )
            except Refused as refused:
                if not refused.recorded:
                    raise

        present.update(lamp=lamp, ask=ask, before=events(lamp))
        return ask

    for _died in every_death(begin):
        lamp = present["lamp"]
        assert events(lamp) in (present["before"], EXPECTED[kind])
        is_whole(lamp)
        present["ask"]()
        assert events(lamp) == EXPECTED[kind]
        is_whole(lamp)


def is_whole(lamp):
    """State, record, deadlines, signatures and messages tell the same of the lamp; its log's head is its entries'."""
    row = Lamp.objects.get(pk=lamp.pk)
    told = list(Entry.objects.filter(log=lamp.log_id).order_by("index"))
    changes = [entry for entry in told if entry.subject_id == row.pk and entry.version == row.version]
    assert changes[0].target == row.state
    burning = Deadline.objects.filter(subject_id=row.pk, kind="burning", state="running")
    assert burning.exists() == (events(lamp)[-1] == "lamp.lit")
    messages = Job.objects.filter(subject_id=row.pk)
    assert messages.filter(event="lamp.lit").count() == 2 * events(lamp).count("lamp.lit")
    signed = Approval.objects.filter(subject_id=row.pk)
    assert signed.filter(state="open").exists() == (events(lamp)[-1] == "lamp.rewired.signed")
    assert {bulb.state for bulb in row.bulbs.all()} <= {"broken" if "lamp.left" in events(lamp) else "whole"}
    tree = CompactRange()
    for entry in told:
        tree = tree.append(bytes(entry.leaf))
    head = Log.objects.get(pk=lamp.log_id)
    assert (head.size, bytes(head.range)) == (len(told), tree.to_bytes())
    assert [entry.index for entry in told] == list(range(len(told)))
