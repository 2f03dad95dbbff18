"""Whoever certifies an application, or sends answers, does so for what stood there when the page was made."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from designation.requests.actions import drafting as requests
from tests.designation.walking import draft, fresh, request_in
from workflow import clock

Browser = Callable[[World, str], Client]
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
CERTIFIED = {"certified": "on", "voluntary_notice": "on"}
CHANGED = "The content is no longer what you saw."


@pytest.fixture
def world(demo_world: World) -> World:
    demo_world.now = clock.now()
    return demo_world


def hidden(client: Client, address: str) -> dict[str, str]:
    return dict(HIDDEN.findall(client.get(address).content.decode()))


def test_an_application_that_changed_meanwhile_is_not_certified(world: World, as_person: Browser) -> None:
    request = draft(world)
    carl, address = as_person(world, "carl"), f"/requests/{request.number}/steps/submit/"
    seen = hidden(carl, address)
    requests.save_answers(request, actor=world.actor("dana"), answers={"ownership": "Somebody else."})
    answer = carl.post(address, seen | CERTIFIED)
    assert answer.status_code == 409
    assert CHANGED in answer.content.decode()
    assert fresh(request).state == "draft"
    carl.post(address, dict(HIDDEN.findall(answer.content.decode())) | CERTIFIED)
    assert fresh(request).state == "submitted"


def test_nobody_certifies_without_saying_what(world: World, as_person: Browser) -> None:
    request = draft(world)
    carl, address = as_person(world, "carl"), f"/requests/{request.number}/steps/submit/"
    seen = {name: value for name, value in hidden(carl, address).items() if name != "content"}
    assert carl.post(address, seen | CERTIFIED).status_code == 409
    assert fresh(request).state == "draft"


def test_answers_that_changed_meanwhile_are_not_sent(world: World, as_person: Browser) -> None:
    request = request_in(world, "clarification_requested")
    question = request.questions.get()
    requests.save_question(question, actor=world.actor("dana"), answer="Harness A.")
    carl, address = as_person(world, "carl"), f"/requests/{request.number}/steps/answer_clarification/"
    seen = hidden(carl, address)
    requests.save_question(question, actor=world.actor("dana"), answer="Harness B.")
    answer = carl.post(address, seen)
    assert (answer.status_code, fresh(request).state) == (409, "clarification_requested")
    assert CHANGED in answer.content.decode()
    carl.post(address, dict(HIDDEN.findall(answer.content.decode())))
    assert fresh(request).state == "submitted"
