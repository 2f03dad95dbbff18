"""Emergency access ends by the clock, by either side, by the person, and with the person's own access."""

from datetime import timedelta

import pytest

from designation.demo.world import World
from designation.models import BreakGlass
from tests.designation.break_glass.emergency import asked, later
from tests.designation.walking import fire, fresh, ready, refused
from workflow.models import Deadline, Entry


@pytest.mark.parametrize("key", ["eve", "sam", "carl", "dana", "ira"])
def test_who_ends_it(present: World, access: BreakGlass, key: str) -> None:
    present.act(access, "end", key)
    assert access.state == "ended"
    assert access.ended_at == present.now
    assert access.review_by == present.now + timedelta(days=3)


@pytest.mark.parametrize("key", ["abel", "arno", "ravi", "cyra"])
def test_who_does_not(present: World, access: BreakGlass, key: str) -> None:
    assert refused(lambda: present.act(access, "end", key)) == ("not_your_role",)


def test_another_evaluator_does_not(present: World, access: BreakGlass) -> None:
    ready(present, fresh(access.window), "eli")
    assert refused(lambda: present.act(access, "end", "eli")) == ("another_reads",)


def test_another_evaluator_does_not_take_a_request_back(present: World, requested: BreakGlass) -> None:
    ready(present, fresh(requested.window), "eli")
    assert refused(lambda: present.act(requested, "take_back", "eli")) == ("another_asked",)


def test_the_clock_ends_it_and_writes_the_closing_entry(present: World, access: BreakGlass) -> None:
    fire(present, access, "emergency_end")
    row = fresh(access)
    assert (row.state, row.ended_at) == ("ended", access.ends_at)
    entry = Entry.objects.get(subject_id=access.pk, event="emergency.ended")
    assert entry.actor == "clock"


def test_a_late_clock_does_not_lengthen_it(present: World, access: BreakGlass) -> None:
    later(present, timedelta(hours=5))
    present.strike(access)
    assert fresh(access).ended_at == access.ends_at


def test_it_ends_with_the_window(present: World, access: BreakGlass) -> None:
    present.act(fresh(access.window), "close", "carl")
    assert fresh(access).state == "ended"
    running = Deadline.objects.filter(subject_id=access.pk, state="running")
    assert [one.kind for one in running] == ["emergency_review"]


def test_it_ends_with_the_evaluators_own_access(present: World, access: BreakGlass) -> None:
    present.act(fresh(access.grant), "end", "abel")
    assert fresh(access).state == "ended"


def test_a_request_lapses_with_the_window(present: World, requested: BreakGlass) -> None:
    present.act(fresh(requested.window), "close", "carl")
    assert fresh(requested).state == "lapsed"


def test_it_ends_when_the_request_is_withdrawn(present: World, access: BreakGlass) -> None:
    present.act(fresh(access.window.request), "withdraw", "carl")
    assert fresh(access).state == "ended"


def test_one_can_ask_again_before_the_review_is_overdue(present: World, access: BreakGlass) -> None:
    present.act(access, "end", "eve")
    assert asked(present, access.window).state == "requested"
