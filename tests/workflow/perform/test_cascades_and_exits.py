"""Child steps happen with their parent's, on its authority; and nothing holds an exit up."""

import pytest

from tests.workflow.toy.making import GUEST, NOON, entries, events, holder, lit, new_bulb
from tests.workflow.toy.models import Bulb
from workflow.perform import perform

pytestmark = pytest.mark.django_db


def state_of(bulb):
    return Bulb.objects.get(pk=bulb.pk).state


def test_children_follow_in_the_same_transaction_and_log(lamp, keeper):
    first, second = new_bulb(lamp), new_bulb(lamp)
    lit(lamp, keeper)
    perform(lamp, "shade", actor=keeper, now=NOON)
    for bulb in (first, second):
        entry = entries(bulb)[-1]
        assert (entry.event, entry.actor, entry.log_id) == ("bulb.cooled", str(keeper.id), lamp.log_id)
        assert Bulb.objects.get(pk=bulb.pk).cooled_by == "lamp"


def test_a_child_that_moved_on_is_left_alone(lamp, keeper):
    broken = new_bulb(lamp)
    perform(broken, "end", actor=keeper, now=NOON)
    lit(lamp, keeper)
    perform(lamp, "shade", actor=keeper, now=NOON)
    assert events(broken) == ["bulb.fitted", "bulb.ended"]


def test_a_child_needs_no_role_of_whoever_takes_the_parents_step(lamp, keeper):
    bulb = new_bulb(lamp)
    lit(lamp, keeper)
    perform(lamp, "leave", actor=holder(lamp, GUEST), now=NOON)
    assert state_of(bulb) == "broken"


def test_an_exit_asks_no_guard_of_its_children(lamp, keeper):
    hot = new_bulb(lamp, is_hot=True)
    perform(lamp, "leave", actor=keeper, now=NOON)
    assert (lamp.state, state_of(hot)) == ("off", "broken")


def test_an_exit_asks_no_guard_of_its_childrens_children(lamp, keeper):
    bulb = new_bulb(lamp)
    shard = new_bulb(lamp, part_of=bulb, is_hot=True)
    perform(lamp, "leave", actor=keeper, now=NOON)
    assert (state_of(bulb), state_of(shard)) == ("broken", "broken")


def test_what_keeps_its_guards_is_left_alone_and_the_exit_happens(lamp, keeper):
    cold, hot = new_bulb(lamp), new_bulb(lamp, is_hot=True)
    lit(lamp, keeper)
    perform(lamp, "abandon", actor=keeper, now=NOON)
    assert (lamp.state, state_of(cold), state_of(hot)) == ("off", "broken", "whole")
    assert events(hot) == ["bulb.fitted"]


def test_a_step_of_its_own_still_meets_its_guards(lamp, keeper):
    from workflow.errors import Refused

    hot = new_bulb(lamp, is_hot=True)
    with pytest.raises(Refused, match="bulb_is_hot"):
        perform(hot, "end", actor=keeper, now=NOON)


def test_what_the_clock_did_stands_when_a_child_refuses(lamp, keeper):
    from datetime import timedelta

    from workflow.errors import Refused

    lit(lamp, keeper)
    perform(lamp, "set_curfew", actor=keeper, now=NOON, inputs={"days": 1, "step": "no_such_step"})
    bulb = new_bulb(lamp)
    shard = new_bulb(lamp, part_of=bulb, is_hot=True)
    with pytest.raises(Refused) as caught:
        perform(bulb, "end", actor=keeper, now=NOON + timedelta(hours=2))
    assert (caught.value.codes, caught.value.recorded) == (("bulb_is_hot",), False)
    assert events(lamp)[-1] == "lamp.went_out"
    assert (state_of(bulb), state_of(shard), len(entries(bulb))) == ("whole", "whole", 1)
