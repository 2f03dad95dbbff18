"""A window is agreed by both sides and ended by either: declined, canceled, expired, closed; then destroyed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Request
from designation.windows.window_access import window_access
from tests.designation.walking import (
    at_present,
    catch_up,
    fire,
    fresh,
    recommendation,
    refused,
    request_in,
    strike,
    window_in,
)
from workflow import outbox
from workflow.models import Deadline, Entry, Job
from workflow.perform import Pending, take_back


@pytest.fixture
def covered(demo_world: World) -> Request:
    return request_in(demo_world, "covered")


def test_both_agencies_and_two_offices_sign_before_it_is_scheduled(
    demo_world: World, covered: Request
) -> None:
    window = window_in(demo_world, covered, "proposed")
    first = demo_world.act(window, "approve", "abel")
    assert isinstance(first, Pending)
    assert {missing.code for missing in first.missing} == {"agency_missing", "second_person"}
    demo_world.act(window, "approve", "arno")
    assert fresh(window).state == "scheduled"


def test_a_signature_is_taken_back_until_the_last_one(demo_world: World, covered: Request) -> None:
    window = window_in(demo_world, covered, "proposed")
    demo_world.act(window, "approve", "abel")
    assert take_back(window, "approve", actor=demo_world.actor("abel"), now=demo_world.now)
    demo_world.act(window, "approve", "arno")
    assert fresh(window).state == "proposed"
    demo_world.act(window, "approve", "abel")
    assert not take_back(window, "approve", actor=demo_world.actor("abel"), now=demo_world.now)
    assert fresh(window).state == "scheduled"


def test_a_signature_expires_after_two_weeks(demo_world: World, covered: Request) -> None:
    window = window_in(demo_world, covered, "proposed", opens_in=20, days=5)
    demo_world.act(window, "approve", "abel")
    demo_world.wait(days=15)
    demo_world.act(window, "approve", "arno")
    assert fresh(window).state == "proposed"


@pytest.mark.parametrize("state", ["proposed", "countered", "scheduled"])
def test_an_approving_official_declines_with_a_reason_that_the_developer_sees(
    demo_world: World, as_person: Callable[[World, str], Client], state: str
) -> None:
    at_present(demo_world)
    request = request_in(demo_world, "covered")
    window = window_in(demo_world, request, state)
    assert refused(lambda: demo_world.act(window, "decline", "abel")) == ("reason_missing",)
    demo_world.act(window, "decline", "arno", reason="Too few logs.")
    assert fresh(window).state == "declined"
    catch_up(demo_world)
    entry = Entry.objects.get(subject_id=window.pk, event="window.declined")
    address = f"/requests/{request.number}/record/{entry.log_id}/{entry.index}/"
    assert "Too few logs." in as_person(demo_world, "dana").get(address).content.decode()


@pytest.mark.parametrize("state", ["proposed", "countered"])
def test_what_is_not_agreed_by_its_opening_runs_out(demo_world: World, covered: Request, state: str) -> None:
    window = window_in(demo_world, covered, state)
    fire(demo_world, window, "expiry")
    assert fresh(window).state == "canceled"


@pytest.mark.parametrize("key", ["dana", "carl", "sam"])
@pytest.mark.parametrize("state", ["proposed", "countered", "scheduled"])
def test_anybody_of_the_developer_cancels_what_has_not_opened(
    demo_world: World, covered: Request, state: str, key: str
) -> None:
    window = window_in(demo_world, covered, state)
    demo_world.act(window, "cancel", key)
    assert fresh(window).state == "canceled"
    assert not Deadline.objects.filter(subject_id=window.pk, state="running").exists()


def test_the_government_does_not_cancel_but_declines(demo_world: World, covered: Request) -> None:
    window = window_in(demo_world, covered, "scheduled")
    for key in ("abel", "ravi", "ira"):
        assert "not_your_role" in refused(lambda key=key: demo_world.act(window, "cancel", key))


@pytest.mark.parametrize("key", ["dana", "carl", "sam", "abel"])
@pytest.mark.parametrize("state", ["open", "suspended"])
def test_either_side_closes_early_and_the_range_shortens(
    demo_world: World, covered: Request, state: str, key: str
) -> None:
    window = window_in(demo_world, covered, state)
    demo_world.wait(days=3)
    demo_world.act(window, "close", key)
    closed = fresh(window)
    assert (closed.state, closed.ends_at, closed.closed_at) == ("closed", demo_world.now, demo_world.now)
    assert window_access(demo_world.people["eve"].pk, closed, demo_world.now)


def test_destroying_says_that_there_was_nothing_to_destroy(demo_world: World, covered: Request) -> None:
    window = window_in(demo_world, covered, "destroyed")
    entry = Entry.objects.get(subject_id=window.pk, event="window.destroyed")
    assert entry.details["shares"] == []


def test_after_ten_days_the_clock_destroys(demo_world: World, covered: Request) -> None:
    window = window_in(demo_world, covered, "closed")
    row = Deadline.objects.get(subject_id=window.pk, kind="disposition", state="running")
    assert timedelta(days=10) <= row.due_at - demo_world.now <= timedelta(days=11)
    demo_world.now = row.due_at
    strike(demo_world, window)
    assert fresh(window).state == "destroying"
    assert outbox.deliver_one(Job.objects.get(kind="destroy_window").pk)
    assert fresh(window).state == "destroyed"


def test_the_government_cannot_destroy(demo_world: World, covered: Request) -> None:
    window = window_in(demo_world, covered, "closed")
    assert "not_your_role" in refused(lambda: demo_world.act(window, "destroy", "abel"))


def test_losing_the_outcome_ends_the_windows(demo_world: World, covered: Request) -> None:
    live = window_in(demo_world, covered, "open", days=5)
    planned = window_in(demo_world, covered, "proposed", opens_in=10, days=2)
    draft = window_in(demo_world, covered, "draft")
    demo_world.act(covered, "seek_reconsideration", "dana", new_information="New.")
    demo_world.act(covered, "accept", "ines", lead=str(demo_world.people["rosa"].pk))
    for row, key in zip(covered.consultations_open().order_by("office__name"), ("cora", "omar"), strict=True):
        demo_world.act(row, "concur", key)
    against = recommendation(demo_world) | {"outcome": "not_covered"}
    demo_world.act(covered, "recommend", "rosa", **against)
    for key in ("dora", "cleo"):
        demo_world.act(covered, "determine_not_covered", key, sharing_text="")
    assert [fresh(w).state for w in (live, planned, draft)] == ["closed", "canceled", "canceled"]


def test_nothing_waits_for_the_end_of_a_window_that_was_closed_before_it(
    demo_world: World, covered: Request
) -> None:
    """No reminder of an end that is past, and no clock that closes what is closed."""
    window = window_in(demo_world, covered, "open", days=5)
    demo_world.act(window, "close", "carl")
    waiting = Deadline.objects.filter(subject_id=window.pk, state__in=["running", "paused"])
    assert [row.kind for row in waiting] == ["disposition"]
    assert Deadline.objects.filter(subject_id=window.pk, kind="closing").latest("set_at").state == "met"
