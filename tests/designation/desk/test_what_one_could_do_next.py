"""Next steps that are open to a person follow their duties. A desk without tasks offers one thing to do."""

from datetime import timedelta
from typing import Any

from designation.demo.world import World
from designation.models import FrontierModel, Grant, Request
from designation.roles import Role
from tests.designation.desk.visiting import Browser, act
from tests.designation.walking import appoint, catch_up, request_in, window_in
from tests.overwriting import overwrite

PROPOSE = "Propose an access window"
NAME = "Name evaluators: nobody is ready yet"
RESUME = "Agree to resume access, or close the window"
SHARE = "Share artifacts: nothing is shared in this open window yet"
CHOOSE = "Choose trusted partners for early access"


def context(world: World, as_person: Browser, key: str) -> Any:
    return as_person(world, key).get("/").context


def tasks(world: World, as_person: Browser, key: str) -> list[str]:
    return [task.what for task in context(world, as_person, key)["tasks"]]


def test_a_covered_model_may_have_a_window(present: World, as_person: Browser) -> None:
    request = request_in(present, "covered")
    page = as_person(present, "dana").get("/")
    (task,) = page.context["tasks"]
    assert (task.what, task.due_at) == (PROPOSE, None)
    assert f'href="/requests/{request.number}/windows/"' in page.content.decode()
    assert PROPOSE not in tasks(present, as_person, "hope"), "another developer"
    assert PROPOSE not in tasks(present, as_person, "ravi"), "the government"


def test_nobody_is_told_who_has_one_or_can_have_none(present: World, as_person: Browser) -> None:
    window = window_in(present, request_in(present, "covered"), "scheduled")
    assert PROPOSE not in tasks(present, as_person, "dana")
    act(present, window, "cancel", "carl")
    assert PROPOSE in tasks(present, as_person, "dana")


def test_nor_where_the_release_has_passed(present: World, as_person: Browser) -> None:
    request = request_in(present, "covered")
    models = FrontierModel.objects.filter(pk=request.model_id)
    overwrite(models, planned_partner_release_at=present.now - timedelta(days=1))
    catch_up(present)
    assert PROPOSE not in tasks(present, as_person, "dana")
    overwrite(models, planned_partner_release_at=None)
    assert PROPOSE in tasks(present, as_person, "dana")


def test_nor_once_the_thirty_days_are_over(present: World, as_person: Browser) -> None:
    request = request_in(present, "covered")
    models = FrontierModel.objects.filter(pk=request.model_id)
    overwrite(models, planned_partner_release_at=None, first_opened_at=present.now - timedelta(days=31))
    assert PROPOSE not in tasks(present, as_person, "dana")
    overwrite(models, first_opened_at=present.now - timedelta(days=29))
    assert PROPOSE in tasks(present, as_person, "dana")


def test_partners_are_chosen_once_a_release_to_them_is_planned(present: World, as_person: Browser) -> None:
    request = request_in(present, "covered")
    window_in(present, request, "scheduled")
    models = FrontierModel.objects.filter(pk=request.model_id)
    overwrite(models, planned_partner_release_at=None)
    assert CHOOSE not in tasks(present, as_person, "carl")
    overwrite(models, planned_partner_release_at=present.now + timedelta(days=20))
    assert CHOOSE in tasks(present, as_person, "carl")
    assert CHOOSE not in tasks(present, as_person, "dana"), "she may not propose one"


def test_evaluators_are_named_while_nobody_is_ready(present: World, as_person: Browser) -> None:
    window = window_in(present, request_in(present, "covered"), "scheduled")
    assert NAME not in tasks(present, as_person, "ravi"), "one is ready"
    overwrite(Grant.objects.filter(window=window), state="ended")
    page = as_person(present, "ravi").get("/")
    (task,) = [task for task in page.context["tasks"] if task.what == NAME]
    assert task.clock == "Opens"
    assert NAME in tasks(present, as_person, "abel")
    assert NAME not in tasks(present, as_person, "dana")


def test_whoever_suspended_a_window_is_not_asked_to_resume_it(present: World, as_person: Browser) -> None:
    window = window_in(present, request_in(present, "covered"), "open")
    act(present, window, "suspend", "sam", reason="A key was lost.")
    assert RESUME not in tasks(present, as_person, "sam")
    assert RESUME in tasks(present, as_person, "carl")
    assert RESUME in tasks(present, as_person, "abel")
    act(present, window, "resume", "carl")
    assert RESUME not in tasks(present, as_person, "carl"), "he agreed"


def test_an_open_window_in_which_nothing_is_shared(present: World, as_person: Browser) -> None:
    window_in(present, request_in(present, "covered"), "open")
    assert SHARE in tasks(present, as_person, "carl")
    assert SHARE not in tasks(present, as_person, "dana"), "she may not share"
    assert SHARE not in tasks(present, as_person, "eve")


def test_duties_come_before_next_steps(present: World, as_person: Browser) -> None:
    request_in(present, "covered", "Covered")
    request_in(present, "draft", "Draft")
    assert tasks(present, as_person, "carl") == ["Finish and submit the application", PROPOSE]


def test_a_drafter_is_told_who_certifies(present: World, as_person: Browser) -> None:
    request_in(present, "draft")
    assert tasks(present, as_person, "dana") == ["Finish the application, then ask Carl Brandt to certify"]
    assert tasks(present, as_person, "carl") == ["Finish and submit the application"]
    appoint(present, "sam", Role.CERTIFYING_OFFICER, ("maya", "miles"))
    (task,) = tasks(present, as_person, "dana")
    assert task == "Finish the application, then ask Carl Brandt or Sam Okafor to certify"


def test_an_open_window_is_under_way_for_those_who_take_part(present: World, as_person: Browser) -> None:
    window = window_in(present, request_in(present, "covered"), "open")
    for key in ("dana", "carl", "ravi", "abel", "eve"):
        (one,) = context(present, as_person, key)["under_way"]
        assert (one.what, one.clock, one.due_at) == ("The access window is open", "Closes", window.ends_at)
    assert context(present, as_person, "hope")["under_way"] == []
    assert context(present, as_person, "cora")["under_way"] == []
    act(present, window, "close", "carl")
    assert context(present, as_person, "dana")["under_way"] == []


def test_an_empty_desk_offers_one_thing(present: World, as_person: Browser) -> None:
    assert Request.objects.count() == 0
    page = as_person(present, "dana").get("/").content.decode()
    assert "You have nothing to do now." in page
    assert page.count("Begin a request") == 1
