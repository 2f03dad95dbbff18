"""The desk marks what others did since the person's last visit."""

from datetime import timedelta

from designation.content.instants import written
from designation.demo.world import World
from designation.desk.actions import VISIT
from designation.models import Request
from designation.windows import actions as windows
from tests.designation.desk.visiting import HOURS, Browser, accept, act, new
from tests.designation.walking import QUESTION, at_present, catch_up, request_in, window_in
from workflow import clock


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
    accept(demo_world, request_submitted)
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
    accept(demo_world, request_submitted)
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
    accept(demo_world, request_submitted)
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


def test_what_an_evaluator_did_on_their_own_grant_is_not_new_to_them(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    at_present(demo_world)
    request = request_in(demo_world, "covered", "Borage")
    window = window_in(demo_world, request, "proposed")
    eve = demo_world.people["eve"]
    grant = windows.nominate(window, actor=demo_world.actor("ravi"), person=eve, now=demo_world.now)
    catch_up(demo_world)
    client = as_person(demo_world, "eve")
    client.get("/")
    clock.advance(HOURS)
    act(demo_world, grant, "concur", "sam")
    act(demo_world, grant, "activate", "eve", conditions=True)
    assert new(client) == ["concurred with an evaluator"]


def test_each_person_has_visits_of_their_own_on_whatever_device(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    as_person(demo_world, "sam").get("/")
    as_person(demo_world, "dana").get("/")
    clock.advance(HOURS)
    accept(demo_world, request_submitted)
    assert len(new(as_person(demo_world, "sam"))) == 1
    assert len(new(as_person(demo_world, "sam"))) == 1
    assert len(new(as_person(demo_world, "dana"))) == 1


def test_more_than_the_desk_shows_is_said(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    client = as_person(demo_world, "dana")
    client.get("/")
    clock.advance(HOURS)
    for _ in range(5):
        act(demo_world, request_submitted, "ask_clarification", "ines", questions=QUESTION)
        request_submitted.questions.update(answer="Ours.")
        act(demo_world, request_submitted, "answer_clarification", "sam")
        act(demo_world, request_submitted, "agree_to_more_questions", "sam")
    page = client.get("/").content.decode()
    assert "12 new since your last visit" in page
    assert "More came before these" in page
