"""Attacks 2 and 25: act in a window after its end while every worker is dead; jump the clock; sweep twice or late."""

from datetime import timedelta

import pytest

from designation.demo.world import World
from designation.models import Window
from designation.windows import actions as windows
from designation.windows.window_access import window_access
from tests.attacks.conftest import Browser
from tests.designation.walking import fresh, ready, request_in, window_in
from workflow import clock
from workflow.errors import Refused
from workflow.models import Entry
from workflow.sweep import sweep


@pytest.fixture
def over(world: World, browser_of: Browser) -> Window:
    """A window whose end has passed without anybody having swept."""
    window = window_in(world, request_in(world, "covered"), "open", opens_in=0.1, days=5)
    browser_of("dana")
    clock.advance(window.ends_at - clock.now())
    world.now = clock.now()
    assert fresh(window).state == "open"
    return window


def test_access_is_over_at_the_instant_though_the_state_still_says_open(world: World, over: Window) -> None:
    reasons = window_access(world.people["eve"].pk, over, clock.now())
    assert [refusal.code for refusal in reasons] == ["outside_its_time"]


@pytest.mark.parametrize(("key", "step"), [("sam", "suspend"), ("ira", "suspend"), ("dana", "close")])
def test_no_step_finds_it_open(over: Window, browser_of: Browser, key: str, step: str) -> None:
    end = over.ends_at
    address = f"/requests/{over.request.number}/windows/{over.number}/steps/{step}/"
    answer = browser_of(key).post(address, {"reason": "Too late."})
    assert answer.status_code == 409
    closed = fresh(over)
    assert (closed.state, closed.ends_at) == ("closed", end)
    assert closed.grants.get().state == "ended"
    assert Entry.objects.get(subject_id=over.pk, event="window.closed").actor == "clock"


def test_nobody_is_named_for_it_any_more(world: World, over: Window) -> None:
    with pytest.raises(Refused) as refused:
        windows.nominate(over, actor=world.actor("ravi"), person=world.people["eli"])
    assert "window_over" in refused.value.codes


def test_nobody_accepts_its_conditions_any_more(world: World, browser_of: Browser) -> None:
    window = window_in(world, request_in(world, "covered"), "open", opens_in=0.1, days=5)
    grant = windows.nominate(window, actor=world.actor("ravi"), person=world.people["eli"], now=world.now)
    world.act(grant, "concur", "carl")
    client = browser_of("eli")
    clock.advance(window.ends_at - clock.now())
    address = f"/requests/{window.request.number}/windows/{window.number}/evaluators/{grant.pk}/activate/"
    assert client.post(address, {"conditions": "on"}).status_code in (404, 409)
    assert fresh(grant).state != "active"


def test_a_window_that_slept_through_its_whole_time_never_opens(world: World, browser_of: Browser) -> None:
    window = window_in(world, request_in(world, "covered"), "scheduled", opens_in=1, days=3)
    browser_of("dana")
    clock.advance(timedelta(days=60))
    sweep()
    assert fresh(window).state == "canceled"
    assert fresh(window.request.model).first_opened_at is None


def test_sweeping_twice_does_everything_once(world: World, browser_of: Browser) -> None:
    window = window_in(world, request_in(world, "covered"), "scheduled", opens_in=1, days=3)
    browser_of("dana")
    clock.advance(window.opens_at - clock.now() + timedelta(seconds=1))
    for _time in range(3):
        sweep()
    assert fresh(window).state == "open"
    assert Entry.objects.filter(subject_id=window.pk, event="window.opened").count() == 1


def test_a_run_that_was_missed_for_days_ends_the_window_at_its_own_end(
    world: World, browser_of: Browser
) -> None:
    window = window_in(world, request_in(world, "covered"), "open", opens_in=0.1, days=3)
    browser_of("dana")
    end = window.ends_at
    clock.advance(timedelta(days=5))
    sweep()
    assert (fresh(window).state, fresh(window).ends_at) == ("closed", end)


def test_an_open_window_needs_an_evaluator_who_still_is_one(world: World, browser_of: Browser) -> None:
    from designation.people.actions import appointments

    window = window_in(world, request_in(world, "covered"), "scheduled", opens_in=1, days=3)
    role = world.people["eve"].appointments.get(role="evaluator")
    appointments.end(role, actor=world.actor("nora"), now=world.now)
    browser_of("dana")
    clock.advance(window.opens_at - clock.now() + timedelta(seconds=1))
    sweep()
    assert fresh(window).state == "scheduled"
    world.now = clock.now()
    ready(world, window, "eli")
    sweep()
    assert fresh(window).state == "open"
