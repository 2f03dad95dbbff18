"""The demonstration's front door: what this is, the cast in the order of the story, and one click to be somebody."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from designation.demo import roster, story
from designation.demo import world as demonstration
from designation.demo.world import World
from tests.designation.walking import fresh
from workflow import clock
from workflow.models import Deadline

AsPerson = Callable[[World, str], Client]
FRONT, SIGN_IN = "/demonstration/", "/demonstration/sign-in/"


@pytest.fixture
def demonstrating(settings: Any) -> None:
    settings.MODE = "demonstration"


def signed_in_as(client: Client) -> str:
    shown = client.get("/about/").content.decode()
    found = re.search(r"Signed in as <strong>([^<]+)", shown)
    return found[1] if found else ""


def test_neither_exists_in_earnest(demo_world: World, settings: Any) -> None:
    for mode in ("production", "test"):
        settings.MODE = mode
        client = Client()
        assert client.get(FRONT).status_code == 404
        assert client.post(SIGN_IN, {"address": "dana@meridian.example"}).status_code == 404
        assert signed_in_as(client) == ""


def test_it_lists_the_cast_in_the_order_of_the_story(demo_world: World, demonstrating: None) -> None:
    page = Client().get(FRONT).content.decode()
    addresses = [address for act in story.STORY for address, _does in act.cast]
    known = set(demonstration.Person.objects.values_list("email", flat=True))
    assert re.findall(r'name="address" value="([^"]+)"', page) == [one for one in addresses if one in known]
    assert "dana@meridian.example" in known


def test_one_click_signs_in_and_another_switches(demo_world: World, demonstrating: None) -> None:
    client = Client()
    assert client.post(SIGN_IN, {"address": "dana@meridian.example"})["Location"] == "/"
    assert signed_in_as(client) == "dana@meridian.example"
    assert f'href="{FRONT}"' in client.get("/").content.decode()
    client.post(SIGN_IN, {"address": "ines@nsa.example"})
    assert signed_in_as(client) == "ines@nsa.example"


@pytest.mark.parametrize("address", ["nobody@nsa.example", "cal@cedarwater.example", ""])
def test_nobody_outside_the_cast_is_signed_in(demo_world: World, demonstrating: None, address: str) -> None:
    client = Client()
    assert client.post(SIGN_IN, {"address": address}).status_code == 404
    assert client.get(SIGN_IN).status_code == 404
    assert signed_in_as(client) == ""


def test_it_leads_on_within_this_site_only(demo_world: World, demonstrating: None) -> None:
    sent = {"address": "dana@meridian.example"}
    assert Client().post(SIGN_IN, sent | {"next": "/requests/"})["Location"] == "/requests/"
    assert Client().post(SIGN_IN, sent | {"next": "https://evil.example/"})["Location"] == "/"


def test_the_clock_jumps_to_the_next_event_and_what_is_due_happens(
    demo_world: World, demonstrating: None
) -> None:
    demo_world.now = clock.now()
    request = demonstration.filed(demo_world, "Larkspur")
    due = Deadline.objects.get(subject_id=request.pk, kind="completeness").due_at
    page = Client().post("/demonstration/clock/", {"jump": "1"}, follow=True).content.decode()
    assert (
        "Completeness check was due. The government&#x27;s time ran out; there is no determination." in page
    )
    assert clock.now() - due < timedelta(minutes=1)
    assert fresh(request).state == "no_determination"


def test_the_clock_says_what_ran_out_without_an_answer_and_what_is_only_overdue(
    demo_world: World, demonstrating: None
) -> None:
    demo_world.now = clock.now() - timedelta(minutes=1)
    request = demonstration.filed(demo_world, "Larkspur")
    demo_world.act(request, "accept", "ines", lead=str(demo_world.people["ravi"].pk))
    roster.suspended(demo_world)
    said = ""
    for _jump in range(4):
        said += Client().post("/demonstration/clock/", {"jump": "1"}, follow=True).content.decode()
    assert "Consulted office was due. A consulted office did not answer in time." in said
    assert "Review of the suspension was due. Nothing happens by itself: it is overdue now." in said
    assert "carried out" not in said


def test_everybody_of_the_cast_is_there_once(demo_world: World, demonstrating: None) -> None:
    addresses = [address for act in story.STORY for address, _does in act.cast]
    assert len(addresses) == len(set(addresses))
    known = set(demonstration.Person.objects.values_list("email", flat=True))
    assert known <= set(addresses)
    assert "<details" in Client().get(FRONT).content.decode()


def test_it_says_how_many_tasks_wait_and_the_first_person_has_one(
    full_world: World, demonstrating: None
) -> None:
    page = Client().get(FRONT).content.decode()
    assert 'hx-get="/demonstration/tasks/"' in page
    counts = dict(
        re.findall(
            r'id="tasks-(\d+)" hx-swap-oob="true">(?:&middot; (\d+) tasks?)?<',
            Client().get("/demonstration/tasks/").content.decode(),
        )
    )
    assert int(counts["1"]) > 0
    first = Client()
    first.post(SIGN_IN, {"address": story.STORY[0].cast[0][0]})
    assert len(first.get("/").context["tasks"]) == int(counts["1"])
