"""Attack 12: withdraw or approve by following a link, or by a form on another site. Attack 22: send it twice."""

import json

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Request, Window
from designation.web.action_page import SEEN
from tests.attacks.conftest import Browser, Family, statuses
from tests.designation.walking import QUESTION, fresh, request_in
from workflow.models import Entry


def entries(family: Family) -> int:
    return Entry.objects.filter(log__in=family.request.log_ids()).count()


@pytest.mark.parametrize(
    "key", ["carl", "dana", "sam", "ravi", "rosa", "ines", "dora", "abel", "eve", "cora", "ira"]
)
def test_no_link_changes_anything(family: Family, browser_of: Browser, key: str) -> None:
    before = entries(family)
    windows, grants = Window.objects.count(), family.window.grants.count()
    base = f"/requests/{family.request.number}/"
    steps = [f"{base}steps/{name}/" for name in ("withdraw", "determine_covered", "recuse", "conclude")]
    steps += [
        f"{base}windows/{family.window.number}/steps/{name}/?reason=x"
        for name in ("approve", "suspend", "close")
    ]
    for method in ("get", "head") if key == "carl" else ("get",):  # HEAD runs what GET runs
        found = statuses(browser_of(key), [*family.addresses(), *steps], method)
        assert not [status for status in found.values() if status >= 500]
    assert (entries(family), Window.objects.count(), family.window.grants.count()) == (
        before,
        windows,
        grants,
    )
    assert fresh(family.request).state == "information_requested"


@pytest.mark.parametrize("address", ["steps/withdraw/", "windows/begin/", "again/", "release/move_release_earlier/",
                                     "windows/1/steps/close/", "application/entity/"])  # fmt: skip
def test_a_form_of_another_site_is_refused(family: Family, browser_of: Browser, address: str) -> None:
    inside = browser_of("carl")
    stranger = Client(enforce_csrf_checks=True)
    stranger.cookies = inside.cookies
    before = entries(family)
    assert stranger.post(f"/requests/{family.request.number}/{address}", {"confirm": "1"}).status_code == 403
    assert entries(family) == before


def test_the_session_cookie_does_not_travel_with_other_sites(client: Client, browser_of: Browser) -> None:
    browser_of("carl")
    client.post(
        "/accounts/login/", {"login": "carl@meridian.example", "password": "demonstration only 14409"}
    )
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] in ("Lax", "Strict")


def test_the_same_form_sent_twice_happens_once_and_says_so_twice(world: World, browser_of: Browser) -> None:
    request = request_in(world, "clarification_requested")
    dana = browser_of("dana")
    address = f"/requests/{request.number}/steps/extend/"
    form = dana.get(address).context["hidden"]
    assert [dana.post(address, form).status_code for _time in range(3)] == [302, 302, 302]
    assert fresh(request).extensions_used == 1
    assert Entry.objects.filter(subject_id=request.pk, event="request.extended").count() == 1


def test_a_form_that_grew_old_in_another_tab_comes_back_with_what_was_typed(
    world: World, browser_of: Browser
) -> None:
    request = request_in(world, "submitted")
    ines, address = browser_of("ines"), f"/requests/{request.number}/steps/declare_interests/"
    form = ines.get(address).context["hidden"]
    world.act(request, "ask_clarification", "ines", questions=QUESTION)
    answer = ines.post(address, form | {"reason": "I know one of the founders."})
    assert answer.status_code == 409
    assert "I know one of the founders." in answer.content.decode()
    assert not request.declarations.exists()
    again = answer.context["hidden"] | {"reason": "I know one of the founders."}
    assert ines.post(address, again).status_code == 302


def test_one_key_is_not_used_for_two_things(world: World, browser_of: Browser) -> None:
    request = request_in(world, "clarification_requested")
    dana = browser_of("dana")
    form = {"key": "the-same"}
    assert dana.post(f"/requests/{request.number}/steps/extend/", form).status_code == 302
    answer = dana.post(f"/requests/{request.number}/steps/agree_to_more_questions/", form)
    assert answer.status_code == 409
    assert not Request.objects.get(pk=request.pk).more_rounds_agreed


@pytest.mark.parametrize("seen", ["", "-1", "9" * 30, "1.5", "x", json.dumps({"a": 1})])
def test_a_forged_index_is_no_error(world: World, browser_of: Browser, seen: str) -> None:
    request = request_in(world, "clarification_requested")
    address = f"/requests/{request.number}/steps/extend/"
    assert browser_of("dana").post(address, {SEEN: seen}).status_code in (302, 409)
