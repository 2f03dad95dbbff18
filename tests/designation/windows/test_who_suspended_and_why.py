"""The window's page says who suspended access, when and why: now and before, to everybody who may read it."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from designation.content.instants import written
from designation.demo.world import World
from designation.models import Window
from designation.windows.facts import suspensions_of
from designation.windows.matter import load
from tests.designation.walking import catch_up, request_in, window_in
from workflow import clock, erasing
from workflow.guards import CLOCK, StepContext
from workflow.sql import snapshot

AsPerson = Callable[[World, str], Client]


@pytest.fixture
def suspended(present: World) -> Window:
    return window_in(present, request_in(present, "covered"), "suspended", opens_in=0.1)


def resume(world: World, window: Window) -> None:
    world.wait(hours=6)
    for key in ("sam", "abel"):
        world.act(window, "resume", key)


def said(world: World, window: Window, as_person: AsPerson, key: str) -> str:
    catch_up(world)
    page = as_person(world, key).get(reverse("window", args=[window.request.number, window.number]))
    text = unescape(page.content.decode())
    return text.split("fd-suspensions")[1].split("</section>")[0] if "fd-suspensions" in text else ""


@pytest.mark.parametrize("key", ["dana", "sam", "ravi", "arno", "ira", "eve"])
def test_who_may_read_it_reads_who_when_and_why(
    present: World, suspended: Window, as_person: AsPerson, key: str
) -> None:
    text = said(present, suspended, as_person, key)
    assert "Sam Okafor" in text
    assert "An unknown address." in text
    assert written(suspended.interruptions.get().from_at) in text
    assert "still suspended" in text


def test_earlier_suspensions_stay_with_when_they_ended(
    present: World, suspended: Window, as_person: AsPerson
) -> None:
    resume(present, suspended)
    went_on = present.now
    present.wait(hours=1)
    present.act(suspended, "suspend", "ira", reason="A second signal.")
    text = said(present, suspended, as_person, "dana")
    assert text.index("A second signal.") < text.index("An unknown address.")
    assert "Ira Shaw" in text
    assert f"Access went on {written(went_on)}" in text
    assert text.count("still suspended") == 1


def test_a_window_that_closed_while_suspended_is_not_suspended_still(
    present: World, suspended: Window, as_person: AsPerson
) -> None:
    present.wait(hours=2)
    present.act(suspended, "close", "carl")
    catch_up(present)
    clock.advance(timedelta(hours=5))
    text = said(present, suspended, as_person, "dana")
    assert "still suspended" not in text
    assert f"It lasted until the window closed {written(suspended.closed_at)}" in text
    page = (
        as_person(present, "dana").get(reverse("window", args=[suspended.request.number, 1])).content.decode()
    )
    assert "until now" not in page


def test_a_window_that_was_never_suspended_says_nothing_of_it(present: World, as_person: AsPerson) -> None:
    window = window_in(present, request_in(present, "covered"), "open", opens_in=0.1)
    assert said(present, window, as_person, "dana") == ""


@pytest.mark.parametrize(("key", "told"), [("ravi", 1), ("dana", 0)])
def test_what_is_for_the_other_side_alone_is_not_told(
    present: World, suspended: Window, rf: RequestFactory, key: str, told: int
) -> None:
    catch_up(present)
    http = rf.get("/")
    http.user, http.session = present.people[key], {}
    matter = load(http, suspended.request.number, suspended.number)
    window = matter.window
    theirs = [entry | {"sides": ["government"]} for entry in window.suspensions_visible]
    window.suspensions_visible = theirs
    assert len(suspensions_of(window, matter)) == told


def test_a_name_that_was_erased_is_told_nowhere(
    present: World, suspended: Window, as_person: AsPerson
) -> None:
    heads = snapshot.lock([suspended.log_id])
    details = erasing.said_by([str(present.people["sam"].pk)], [suspended.log_id])
    erasing.erase(suspended, StepContext(CLOCK, present.now, heads=heads), details)
    text = said(present, suspended, as_person, "dana")
    assert "Sam Okafor" not in text
    assert "A person whose details were erased" in text
