"""The desk marks what others did since the person's last visit, and shows nothing that their feed does not show."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from designation.actions.visits import VISIT
from designation.demonstration import World
from designation.models import Request
from designation.templatetags.instants import written
from tests.designation.walking import RECOMMENDATION, request_in
from workflow import clock

Browser = Callable[[World, str], Client]
HOURS = timedelta(hours=6)


@pytest.fixture
def request_submitted(demo_world: World) -> Request:
    demo_world.now = clock.now() - timedelta(days=1)
    return request_in(demo_world, "submitted")


def act(world: World, subject: Any, step: str, key: str, **inputs: Any) -> None:
    """Take a step now, on the clock that the pages read."""
    world.now = clock.now()
    world.act(subject, step, key, **inputs)


def new(client: Client) -> list[str]:
    """What the desk marks as new."""
    return [line.what for line, is_new in client.get("/").context["news"].lines if is_new]


def test_on_the_first_visit_nothing_is_new(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    page = as_person(demo_world, "dana").get("/").content.decode()
    assert "This is your first visit" in page
    assert ">New<" not in page
    assert "certified and submitted the application" in page


def test_what_somebody_else_did_meanwhile_is_marked_with_the_instant_of_the_last_visit(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    client = as_person(demo_world, "dana")
    before = clock.now()
    client.get("/")
    clock.advance(HOURS)
    act(demo_world, request_submitted, "accept", "ines", lead=str(demo_world.people["ravi"].pk))
    page = client.get("/").content.decode()
    assert "1 new since your last visit, <time" in page
    assert written(before) in page
    assert page.count(">New<") == 1
    marked = page.split(">New<")[1].split("</li>")[0]
    assert "accepted the application as complete" in marked


def test_an_empty_stretch_says_that_nothing_is_new(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    client = as_person(demo_world, "dana")
    client.get("/")
    clock.advance(HOURS)
    page = client.get("/").content.decode()
    assert "Nothing is new since your last visit" in page
    assert ">New<" not in page


def test_going_back_to_the_desk_during_a_visit_keeps_the_marks(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    client = as_person(demo_world, "dana")
    client.get("/")
    clock.advance(HOURS)
    act(demo_world, request_submitted, "accept", "ines", lead=str(demo_world.people["ravi"].pk))
    assert len(new(client)) == 1
    clock.advance(VISIT - timedelta(minutes=1))
    assert len(new(client)) == 1
    clock.advance(VISIT - timedelta(minutes=1))
    assert len(new(client)) == 1
    clock.advance(VISIT + timedelta(minutes=1))
    assert new(client) == []


def test_what_happens_during_the_first_visit_is_new(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    client = as_person(demo_world, "dana")
    client.get("/")
    act(demo_world, request_submitted, "accept", "ines", lead=str(demo_world.people["ravi"].pk))
    assert len(new(client)) == 1


def test_what_one_did_oneself_is_not_new(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    client = as_person(demo_world, "dana")
    client.get("/")
    clock.advance(HOURS)
    act(demo_world, request_submitted, "agree_to_more_questions", "dana")
    assert new(client) == []
    assert "agreed to more rounds" in client.get("/").content.decode()


def test_each_person_has_visits_of_their_own_on_whatever_device(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    as_person(demo_world, "sam").get("/")
    as_person(demo_world, "dana").get("/")
    clock.advance(HOURS)
    act(demo_world, request_submitted, "accept", "ines", lead=str(demo_world.people["ravi"].pk))
    assert len(new(as_person(demo_world, "sam"))) == 1
    assert len(new(as_person(demo_world, "sam"))) == 1
    assert len(new(as_person(demo_world, "dana"))) == 1


def test_what_is_new_shows_no_more_of_the_other_sides_deliberation_than_the_feed(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    act(demo_world, request_submitted, "accept", "ines", lead=str(demo_world.people["ravi"].pk))
    client = as_person(demo_world, "dana")
    client.get("/")
    clock.advance(HOURS)
    for row, key in zip(
        request_submitted.consultations.order_by("office__name"), ("cora", "omar"), strict=True
    ):
        act(demo_world, row, "object", key, reason="Objection in words.")
    act(demo_world, request_submitted, "recommend", "ravi", **RECOMMENDATION)
    assert new(client) == []
    page = client.get("/").content.decode()
    assert "Nothing is new since your last visit" in page
    assert [word for word in ("bject", "ecommend", "Ravi Menon", "Cora", "Omar") if word in page] == []


def test_who_is_recused_finds_nothing_new(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    client = as_person(demo_world, "rosa")
    client.get("/")
    act(demo_world, request_submitted, "recuse", "rosa")
    clock.advance(HOURS)
    act(demo_world, request_submitted, "accept", "ines", lead=str(demo_world.people["ravi"].pk))
    assert new(client) == []
    assert request_submitted.number not in client.get("/").content.decode()


def test_more_than_the_desk_shows_is_said(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    client = as_person(demo_world, "dana")
    client.get("/")
    clock.advance(HOURS)
    for _ in range(13):
        act(demo_world, request_submitted, "agree_to_more_questions", "sam")
    page = client.get("/").content.decode()
    assert "12 new since your last visit" in page
    assert "More came before these" in page
