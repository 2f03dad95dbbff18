"""What steps do to a subject's clocks: set, meet, cancel, pause, resume."""

from datetime import timedelta

import pytest

from tests.workflow.toy.making import NOON, lit, new_lamp, somebody
from tests.workflow.toy.models import Bulb, Lamp
from tests.workflow.toy.rules import burns_an_hour
from workflow.creating.create import create
from workflow.deadlines import Cancels, Meets, Pauses, Resumes, Sets, apply, is_overdue, paused, started
from workflow.guards import StepContext
from workflow.models import Deadline
from workflow.perform import perform

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def clocks(**facts):
    return {row.kind: row for row in Deadline.objects.filter(**facts)}


def test_what_it_waited_for_meets_it(lamp, keeper):
    lit(lamp, keeper)
    perform(lamp, "put_out", actor=keeper, now=NOON)
    assert clocks()["burning"].state == "met"


def test_it_stands_still_and_goes_on_with_what_was_left(lamp, keeper):
    lit(lamp, keeper)
    perform(lamp, "shade", actor=keeper, now=NOON + 0.25 * HOUR)
    paused = clocks()["burning"]
    assert (paused.state, paused.remaining_s) == ("paused", 45 * 60)
    perform(lamp, "unshade", actor=keeper, now=NOON + 24 * HOUR)
    running = clocks()["burning"]
    assert (running.state, running.remaining_s) == ("running", None)
    assert running.due_at == running.wake_at == NOON + 24.75 * HOUR


def test_a_business_clock_goes_on_with_the_days_that_were_left(lamp, keeper):
    lit(lamp, keeper)
    perform(lamp, "inspect_after", actor=keeper, now=NOON, inputs={"days": 3, "calendar": "business"})
    perform(lamp, "shade", actor=keeper, now=NOON)
    perform(lamp, "unshade", actor=keeper, now=NOON + timedelta(days=7))
    assert clocks()["inspection"].due_at == NOON + timedelta(
        days=10, hours=5
    )  # Thursday, 17:00 in Washington


def test_a_pause_takes_no_time_away(lamp, keeper):
    lit(lamp, keeper)
    perform(lamp, "shade", actor=keeper, now=NOON + timedelta(microseconds=1))
    perform(lamp, "unshade", actor=keeper, now=NOON + timedelta(microseconds=1))
    assert clocks()["burning"].due_at >= NOON + HOUR


def test_pausing_or_resuming_twice_changes_nothing(lamp, keeper):
    lit(lamp, keeper)
    perform(lamp, "unshade", actor=keeper, now=NOON)
    for minutes in (10, 20):
        perform(lamp, "shade", actor=keeper, now=NOON + timedelta(minutes=minutes))
    assert clocks()["burning"].remaining_s == 50 * 60


def test_a_paused_clock_never_strikes(lamp, keeper):
    lit(lamp, keeper)
    perform(lamp, "shade", actor=keeper, now=NOON)
    perform(lamp, "set_curfew", actor=keeper, now=NOON + 100 * HOUR)
    assert lamp.state == "on"


def test_setting_it_anew_cancels_the_one_before(lamp, keeper):
    for days in (1, 2):
        perform(lamp, "inspect_after", actor=keeper, now=NOON, inputs={"days": days})
    assert [row.state for row in Deadline.objects.order_by("due_at")] == ["canceled", "running"]


def test_nothing_to_wait_for_cancels_the_one_before(lamp, keeper):
    perform(lamp, "inspect_after", actor=keeper, now=NOON, inputs={"days": 1})
    perform(lamp, "inspect_after", actor=keeper, now=NOON)
    assert clocks()["inspection"].state == "canceled"


def test_a_step_may_make_it_pointless(lamp, keeper):
    perform(lamp, "set_curfew", actor=keeper, now=NOON, inputs={"days": 1})
    perform(lamp, "lift_curfew", actor=keeper, now=NOON)
    assert clocks()["curfew"].state == "canceled"


def test_which_step_it_performs_may_depend_on_the_subject(lamp, keeper):
    perform(lamp, "set_curfew", actor=keeper, now=NOON, inputs={"days": 1, "step": "leave"})
    assert clocks()["curfew"].step == "leave"


def test_a_subject_may_be_born_with_a_clock(lamp):
    bulb = Bulb(lamp=lamp, log_id=lamp.log_id)
    create(bulb, "fit_for_an_hour", actor=somebody(), now=NOON)
    row = clocks(subject_id=bulb.pk)["end"]
    assert (row.machine, row.step, row.due_at) == ("toy.Bulb", "crush", NOON + HOUR)


def test_a_final_state_cancels_what_is_live_and_no_rule_settled(lamp, keeper):
    due = burns_an_hour(lamp, StepContext(keeper, NOON))
    live = [started(lamp, Sets(kind, "x", burns_an_hour), due, NOON) for kind in ("a", "b", "c", "d", "e")]
    rules = [Meets(("a", "unknown")), Cancels(("b",)), Pauses(("c",)), Resumes(("d",))]
    changed, added = apply(rules, live, lamp, StepContext(keeper, NOON), ends=True)
    states = {row.kind: row.state for row in changed}
    assert states == {"a": "met", "b": "canceled", "c": "paused", "d": "running", "e": "canceled"}
    assert added == []


def test_a_broken_bulb_has_no_clock_left(lamp, keeper):
    bulb = Bulb(lamp=lamp, log_id=lamp.log_id)
    create(bulb, "fit_for_an_hour", actor=somebody(), now=NOON)
    perform(bulb, "end", actor=keeper, now=NOON)
    assert clocks(subject_id=bulb.pk)["end"].state == "canceled"


def test_a_reminder_for_the_very_start_is_none(lamp, keeper):
    perform(lamp, "inspect_after", actor=keeper, now=NOON, inputs={"days": 7, "reminders": [7, 3]})
    row = clocks()["inspection"]
    assert (row.reminded, row.wake_at) == ([7], NOON + timedelta(days=4))


def test_only_a_running_clock_with_a_step_is_overdue(lamp, keeper):
    lit(lamp, keeper)
    row = clocks()["burning"]
    assert [is_overdue(row, NOON), is_overdue(row, NOON + HOUR)] == [False, True]
    assert not is_overdue(paused(row, NOON), NOON + HOUR)
    row.step = ""
    assert not is_overdue(row, NOON + HOUR)


def test_a_lamps_clock_is_its_own(lamp, keeper):
    lit(lamp, keeper)
    new_lamp()
    assert [row.subject_id for row in Deadline.objects.all()] == [Lamp.objects.get(state="on").pk]
