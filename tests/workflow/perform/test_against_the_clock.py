"""From the due instant on the timer wins; what it did stands; and who came late is on record."""

from datetime import timedelta

import pytest

from tests.overwriting import overwrite
from tests.workflow.toy.making import GUEST, NOON, entries, events, holder, lit, somebody
from tests.workflow.toy.models import Lamp
from workflow.errors import Refused
from workflow.models import Deadline
from workflow.perform import LATE, perform

pytestmark = pytest.mark.django_db

DUE = NOON + timedelta(hours=1)
BEFORE = DUE - timedelta(microseconds=1)


def refused(lamp, step, actor, **asked):
    with pytest.raises(Refused) as caught:
        perform(lamp, step, actor=actor, **({"now": DUE} | asked))
    return caught.value


def test_just_before_it_the_person_wins(lamp, keeper):
    lit(lamp, keeper)
    perform(lamp, "put_out", actor=keeper, now=BEFORE)
    assert events(lamp) == ["lamp.made", "lamp.lit", "lamp.put_out"]
    assert Deadline.objects.get().state == "met"


def test_at_that_instant_the_timer_wins_and_the_attempt_is_recorded(lamp, keeper):
    lit(lamp, keeper)
    refusal = refused(lamp, "put_out", keeper)
    assert (refusal.codes, refusal.recorded) == (("wrong_state",), True)
    assert events(lamp) == ["lamp.made", "lamp.lit", "lamp.went_out", "late_attempt"]
    went_out, late = entries(lamp)[2:]
    assert (went_out.actor, went_out.details["due_at"]) == ("clock", "2026-11-23T18:00:00.000000Z")
    assert (late.actor, late.step, late.details) == (str(keeper.id), "put_out", {"codes": ["wrong_state"]})
    assert (late.source, late.target, late.version) == ("off", "off", 2)
    assert (Lamp.objects.get().state, Deadline.objects.get().state) == ("off", "fired")


def test_who_acts_on_what_the_clock_has_ended_since_is_recorded_too(lamp, keeper):
    lit(lamp, keeper)
    refused(lamp, "put_out", keeper)
    guest = holder(lamp, GUEST)
    refusal = refused(lamp, "put_out", guest, seen=1, now=DUE + timedelta(days=1))
    assert (refusal.codes, refusal.recorded) == (("stale", "wrong_state"), True)
    assert entries(lamp)[-1].actor == str(guest.id)


def test_the_same_late_attempt_is_recorded_once(lamp, keeper):
    lit(lamp, keeper)
    assert [refused(lamp, "put_out", keeper, seen=1).recorded for _ in range(3)] == [True, False, False]
    assert events(lamp).count(LATE) == 1


def test_a_late_attempt_with_a_key_is_refused_the_same_way_again(lamp, keeper):
    lit(lamp, keeper)
    first = refused(lamp, "put_out", keeper, key="one form")
    lit(lamp, keeper, now=DUE + timedelta(hours=2))
    again = refused(lamp, "put_out", keeper, key="one form", now=DUE + timedelta(hours=2))
    assert (again.codes, again.recorded) == (first.codes, True)
    assert Lamp.objects.get().state == "on"


@pytest.mark.parametrize("seen", [None, 1])
def test_a_stranger_leaves_nothing_on_record(lamp, keeper, seen):
    lit(lamp, keeper)
    refusal = refused(lamp, "put_out", somebody(), seen=seen)
    assert (refusal.codes, refusal.recorded) == (("not_your_role",), False)
    assert events(lamp)[-1] == "lamp.went_out"


def test_a_step_that_is_still_possible_goes_on_after_the_clock(lamp, keeper):
    lit(lamp, keeper)
    outcome = perform(lamp, "inspect_after", actor=keeper, now=DUE)
    assert events(lamp) == ["lamp.made", "lamp.lit", "lamp.went_out", "lamp.inspection_set"]
    assert (lamp.state, lamp.version, outcome.index) == ("off", 3, 3)


def test_what_the_clock_may_not_do_now_holds_nobody_up(lamp, keeper):
    lit(lamp, keeper)
    Lamp.objects.update(has_current=False)
    perform(lamp, "put_out", actor=keeper, now=DUE)
    assert events(lamp) == ["lamp.made", "lamp.lit", "lamp.put_out"]


def test_a_clock_whose_step_is_gone_holds_nobody_up(lamp, keeper):
    lit(lamp, keeper)
    overwrite(Deadline.objects.all(), step="no_such_step")
    perform(lamp, "put_out", actor=keeper, now=DUE)
    assert events(lamp)[-1] == "lamp.put_out"


def test_a_clock_whose_subject_is_gone_holds_nobody_up(lamp, keeper):
    lit(lamp, keeper)
    overwrite(Deadline.objects.all(), machine="toy.Gone")
    perform(lamp, "leave", actor=keeper, now=DUE)
    assert events(lamp)[-1] == "lamp.left"


def test_several_overdue_clocks_strike_in_the_order_in_which_they_were_due(lamp, keeper):
    from tests.workflow.toy.making import new_bulb

    bulb = new_bulb(lamp)
    lit(lamp, keeper)
    at = {"log_id": lamp.log_id, "calendar": "calendar", "set_at": NOON, "wake_at": DUE}
    Deadline.objects.create(
        machine="toy.Bulb", subject_id=bulb.pk, kind="end", step="crush", due_at=BEFORE, **at
    )
    perform(lamp, "inspect_after", actor=keeper, now=DUE)
    assert entries(bulb)[-1].index < entries(lamp, event="lamp.went_out")[0].index


def test_a_clock_that_only_warns_is_left_to_the_sweep(lamp, keeper):
    perform(lamp, "inspect_after", actor=keeper, now=NOON, inputs={"days": 1})
    lit(lamp, keeper)
    perform(lamp, "leave", actor=keeper, now=DUE + timedelta(days=1))
    row = Deadline.objects.get(kind="inspection")
    assert (row.state, row.attempts, row.last_error) == ("running", 0, "")
