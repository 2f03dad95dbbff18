"""Whoever comes back to the page of a step that was taken reads where things stand; it is not “no such page”."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from tests.designation.walking import request_in, window_in

Browser = Callable[[World, str], Client]


@pytest.mark.parametrize(
    ("state", "key", "step", "words"),
    [
        ("submitted", "carl", "submit", "This is “Submitted” now; “Certify and submit” needs “Draft”."),
        ("withdrawn", "carl", "withdraw", "This is “Withdrawn” now; “Withdraw” is not possible then."),
        ("recommended", "dana", "ask_again", "This is “In assessment” now; “Ask again” needs “No"),
    ],
)
def test_the_page_of_the_request_says_so(
    present: World, as_person: Browser, state: str, key: str, step: str, words: str
) -> None:
    request = request_in(present, state)
    answer = as_person(present, key).get(f"/requests/{request.number}/steps/{step}/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/requests/{request.number}/"
    assert words in answer.content.decode()


def test_the_page_of_the_window_says_so(present: World, as_person: Browser) -> None:
    window = window_in(present, request_in(present, "covered"), "scheduled", opens_in=6)
    address = f"/requests/{window.request.number}/windows/{window.number}/"
    answer = as_person(present, "abel").get(f"{address}steps/approve/", follow=True)
    assert answer.redirect_chain[-1][0] == address
    assert "This is “Scheduled” now; “Sign the terms” needs “Proposed”." in answer.content.decode()


def test_a_step_of_others_is_not_there(present: World, as_person: Browser) -> None:
    request = request_in(present, "submitted")
    assert as_person(present, "dana").get(f"/requests/{request.number}/steps/accept/").status_code == 404
