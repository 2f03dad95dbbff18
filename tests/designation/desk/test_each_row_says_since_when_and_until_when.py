"""Each row of the desk says since when it waits and when it is due (hour, zone, in how long), and has one button."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from designation.content.instants import written
from designation.demo import roster
from designation.demo.world import World
from tests.designation.walking import catch_up, recommendation, request_in, window_in
from workflow import clock, sweep
from workflow.models import Deadline

Browser = Callable[[World, str], Client]


@pytest.fixture
def world(demo_world: World) -> World:
    demo_world.now = clock.now() - timedelta(days=3)
    return demo_world


def row_of(client: Client, number: str, kind: str = "tasks") -> Any:
    """The one row of the desk about a request."""
    rows = [task for task in client.get("/").context[kind] if number in task.matter]
    assert len(rows) == 1, rows
    return rows[0]


def test_a_row_names_since_when_until_when_and_one_button(world: World, as_person: Browser) -> None:
    request = request_in(world, "submitted")
    since = world.now
    due = Deadline.objects.get(subject_id=request.pk, state="running").due_at
    client = as_person(world, "ines")
    page = client.get("/").content.decode()
    row = page.split('<li class="fd-task">')[1].split("</li>")[0]
    assert written(since) in row
    assert "Due <time" in row
    assert written(due) in row
    assert "in " in row.split("data-countdown")[1]
    assert row.count('<a class="usa-button') == 1
    assert reverse("review", args=[request.number]) in row


def test_what_is_late_says_by_how_much(world: World, as_person: Browser) -> None:
    request = request_in(world, "submitted")
    due = Deadline.objects.get(subject_id=request.pk, state="running").due_at
    clock.advance(due - clock.now() + timedelta(hours=3, minutes=20))
    page = as_person(world, "ines").get("/").content.decode()
    assert "3 h 20 min late" in page
    assert "fd-deadline--late" in page


def test_a_row_waits_since_its_state_began_whatever_came_after(world: World, as_person: Browser) -> None:
    request = request_in(world, "in_assessment")
    since = world.now
    world.wait(hours=5)
    world.act(request, "declare_interests", "dora", reason="None.")
    world.act(request, "agree_to_more_questions", "dana")
    catch_up(world)
    assert row_of(as_person(world, "ravi"), request.number).since == since
    assert row_of(as_person(world, "dana"), request.number, "others").since == since
    assert as_person(world, "ines").get("/review/").context["page"].rows[0].since == since


def test_a_step_back_into_an_earlier_state_counts_anew(world: World, as_person: Browser) -> None:
    request = request_in(world, "clarification_requested")
    question = request.questions.get()
    type(question).objects.filter(pk=question.pk).update(answer="Ours.")
    world.wait(hours=7)
    world.act(request, "answer_clarification", "dana")
    catch_up(world)
    assert row_of(as_person(world, "ines"), request.number).since == world.now


def test_a_new_version_of_the_terms_waits_from_its_own_instant(world: World, as_person: Browser) -> None:
    window = window_in(world, request_in(world, "covered"), "proposed", opens_in=6)
    world.wait(hours=2)
    terms = window.terms.content | {"retention": "20 days."}
    world.act(window, "revise", "carl", terms=terms)
    assert row_of(as_person(world, "abel"), window.request.number).since == world.now


def test_a_signature_does_not_change_since_when_a_row_waits(world: World, as_person: Browser) -> None:
    request = request_in(world, "recommended")
    since = world.now
    world.wait(hours=2)
    world.act(request, "determine_covered", "dora", sharing_text="")
    assert row_of(as_person(world, "cleo"), request.number).since == since
    assert row_of(as_person(world, "dora"), request.number, "others").since == since


def test_the_developer_does_not_learn_when_an_outcome_was_recommended(
    world: World, as_person: Browser
) -> None:
    request = request_in(world, "in_assessment")
    shown = row_of(as_person(world, "dana"), request.number, "others")
    world.wait(hours=9)
    for row, key in zip(request.consultations.order_by("office__name"), ("cora", "omar"), strict=True):
        world.act(row, "concur", key)
    world.act(request, "recommend", "ravi", **recommendation(world))
    assert row_of(as_person(world, "dana"), request.number, "others") == shown
    assert row_of(as_person(world, "ines"), request.number, "others").since == world.now


def test_what_is_due_soonest_stands_first_and_what_is_due_at_no_time_last(
    world: World, as_person: Browser
) -> None:
    world.now -= timedelta(days=7)
    drafted = request_in(world, "draft", "Cedar")
    asked = request_in(world, "clarification_requested")
    world.wait(days=7)
    later = request_in(world, "clarification_requested", "Juniper")
    numbers = [task.matter[:12] for task in as_person(world, "dana").get("/").context["tasks"]]
    assert numbers == [asked.number, later.number, drafted.number]


def test_every_kind_of_row_says_since_when(world: World, as_person: Browser) -> None:
    request_in(world, "draft", "Cedar")
    request_in(world, "in_assessment", "Juniper")
    suspended = window_in(world, request_in(world, "covered"), "suspended", opens_in=1)
    catch_up(world)
    assert suspended.state == "suspended"
    for key in ("dana", "carl", "sam", "ines", "ravi", "cora", "abel", "ira"):
        found = as_person(world, key).get("/").context
        rows = [*found["tasks"], *found["others"]]
        assert rows, key
        assert all(task.since is not None for task in rows), key
        assert all(task.button and task.url for task in rows), key


def test_a_deadline_that_only_warns_is_overdue_and_not_dropped(world: World, as_person: Browser) -> None:
    partner = roster.suspended(world)
    due = Deadline.objects.get(subject_id=partner.pk, kind="standing_review").due_at
    catch_up(world)
    before = row_of(as_person(world, "rolf"), partner.name)
    assert (before.clock, before.due_at) == ("Due", due)
    clock.advance(due - clock.now() + timedelta(hours=1))
    sweep.sweep()
    after = row_of(as_person(world, "rolf"), partner.name)
    assert (after.clock, after.due_at) == ("Overdue since", due)
