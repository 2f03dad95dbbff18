"""Deadlines that are fired together leave what each would have left alone: state, record, deadlines, messages."""

from datetime import timedelta

import pytest

from tests.overwriting import overwrite
from tests.workflow.toy.making import entries, events, holder, new_lamp
from tests.workflow.toy.models import Lamp
from workflow import clock
from workflow.batch_deadlines import fire_together
from workflow.ledger import canonical, merkle
from workflow.ledger.append import EntryBody, encoded_body
from workflow.models import Deadline, Entry, Log
from workflow.perform import perform
from workflow.sweep import lease, sweep

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def lamps():
    """Three lamps that have burned for an hour, and one that burns on."""
    made = []
    for number in range(4):
        lamp = new_lamp(now=None, wiring=f"wire {number}")
        keeper = holder(lamp, at=clock.now())
        perform(lamp, "light", actor=keeper, inputs={"brightness": 5})
        made.append((lamp, keeper))
    clock.advance(HOUR)
    lit_late, keeper = made[3]
    Deadline.objects.filter(subject_id=lit_late.pk).update(due_at=clock.now() + HOUR)
    return [lamp for lamp, _keeper in made]


def due():
    """Return the deadlines that a worker would take now."""
    return lease(clock.now(), 100)


def fired_alone(lamp):
    """Return what a lamp's last entry says, but for what is its own."""
    entry = entries(lamp)[-1]
    told = ("machine", "version", "step", "event", "source", "target", "actor", "sides", "personal")
    return [getattr(entry, name) for name in told] + [sorted(entry.details)]


def test_each_is_as_if_it_had_been_alone(lamps):
    together = fire_together(due()[1:], clock.now())
    assert len(together) == 2
    Deadline.objects.filter(state="running").update(wake_at=clock.now())
    assert sweep() == 2  # the first, and the one that only burns on
    states = Lamp.objects.order_by("wiring").values_list("state", "version", "rests_until")
    assert [row[:2] for row in states] == [("off", 2), ("off", 2), ("off", 2), ("on", 1)]
    assert all(row[2] is not None for row in states[:3])
    first, second, third, burning = lamps
    assert fired_alone(first) == fired_alone(second) == fired_alone(third)
    assert events(burning)[-1] == "lamp.lit"
    assert list(Deadline.objects.filter(state="fired").values_list("kind", flat=True)) == ["burning"] * 3


def test_the_logs_still_prove_what_they_hold(lamps):
    assert len(fire_together(due(), clock.now())) == 3
    for lamp in lamps:
        log = Log.objects.get(pk=lamp.log_id)
        leaves = []
        for entry in Entry.objects.filter(log=log).order_by("index"):
            facts = {
                name: getattr(entry, name) for name in EntryBody.__dataclass_fields__ if name != "personal"
            }
            commit = canonical.commit(
                b"entry", bytes(entry.salt), encoded_body(EntryBody(**facts), entry.personal)
            )
            data = canonical.leaf(
                log=str(log.pk), index=entry.index, at=canonical.instant(entry.at), commit=commit
            )
            leaves.append(merkle.leaf_hash(data))
            assert bytes(entry.leaf) == leaves[-1]
        assert merkle.CompactRange.from_bytes(log.size, log.range).root() == merkle.tree_root(leaves)


def test_what_a_guard_refuses_is_left_for_itself(lamps):
    Lamp.objects.filter(pk=lamps[0].pk).update(has_current=False)
    assert len(fire_together(due(), clock.now())) == 2
    Deadline.objects.filter(subject_id=lamps[0].pk).update(wake_at=clock.now())
    sweep()
    assert Deadline.objects.get(subject_id=lamps[0].pk).last_error == "no_current"


def test_two_of_one_matter_keep_their_order(lamps):
    """A matter of which two deadlines are overdue is none of many: what was due first happens first."""
    Deadline.objects.filter(subject_id=lamps[0].pk).update(due_at=clock.now() - HOUR)
    other = Deadline.objects.get(subject_id=lamps[0].pk)
    other.pk, other.kind, other.due_at = None, "curfew", clock.now()
    other.id = lamps[0].pk
    other.save(force_insert=True)
    assert len(fire_together(due(), clock.now())) == 2


def test_a_step_that_is_none_spoils_nothing_for_the_others(lamps):
    """A deadline that names no step of its machine is left for itself; what the others' step left alone stays."""
    overwrite(Deadline.objects.filter(subject_id=lamps[0].pk), step="crush")
    Lamp.objects.filter(pk=lamps[1].pk).update(notes=["kept"])
    assert len(fire_together(due(), clock.now())) == 2
    assert Lamp.objects.get(pk=lamps[1].pk).notes == ["kept"]
    assert Lamp.objects.get(pk=lamps[0].pk).state == "on"
