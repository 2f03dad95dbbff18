"""Whoever was signed out meanwhile, or whose form is too old, gets back what they typed; strangers learn nothing."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from designation.demo.cast import PASSWORD
from designation.demo.world import World
from designation.models import Request
from tests.designation.walking import at_present, fresh, request_in

AsPerson = Callable[[World, str], Client]
WORDS = "</textarea><script>alert(1)</script>\nSecond line"
PAGE = {"Accept": "text/html"}
OURS = {**PAGE, "Origin": "http://testserver"}


@pytest.fixture
def draft(demo_world: World) -> Request:
    return request_in(at_present(demo_world), "draft")


def section(draft: Request) -> str:
    return f"/requests/{draft.number}/application/evaluations/"


def given_back(answer: Any) -> list[str]:
    pieces = answer.content.decode().split(" readonly>\n")[1:]
    return [unescape(piece.partition("</textarea>")[0]) for piece in pieces]


def test_after_the_session_ended_a_page_gives_back_what_was_typed(draft: Request) -> None:
    sent = {
        "evaluations": WORDS,
        "seen": "evaluations:abc",
        "csrfmiddlewaretoken": "t0ken",
        "password": PASSWORD,
    }
    answer = Client().post(section(draft), sent, headers=OURS)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "You were signed out" in page
    assert f'href="/accounts/login/?next={section(draft).replace("/", "%2F")}"' in page
    assert given_back(answer) == [WORDS]
    assert "<script>alert" not in page
    assert PASSWORD not in page
    assert "t0ken" not in page
    assert "no-store" in answer["Cache-Control"]
    assert fresh(draft).answers == draft.answers


def test_a_save_in_passing_is_told_so_without_a_page(draft: Request) -> None:
    answer = Client().post(section(draft), {"evaluations": WORDS}, headers={"X-Autosave": "1"})
    assert (answer.status_code, answer["Content-Type"]) == (403, "text/plain; charset=utf-8")
    assert "Second line" not in answer.content.decode()


def test_whoever_only_looks_is_sent_to_sign_in(draft: Request) -> None:
    assert Client().get(section(draft), headers=PAGE)["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/"])
def test_pages_for_strangers_answer_themselves(db: None, address: str) -> None:
    answer = Client().post(
        address, {"login": "a@b.example", "email": "a@b.example", "password": "x"}, headers=PAGE
    )
    assert answer.status_code in (200, 302)
    assert "You were signed out" not in answer.content.decode()


def test_a_form_that_is_too_old_gives_back_what_was_typed(
    demo_world: World, draft: Request, as_person: AsPerson
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = as_person(demo_world, "dana").cookies
    answer = client.post(section(draft), {"evaluations": WORDS, "password": PASSWORD}, headers=OURS)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "too old to be sent" in page
    assert given_back(answer) == [WORDS]
    assert "<script>alert" not in page
    assert PASSWORD not in page
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "headers",
    [PAGE, {**PAGE, "Origin": "https://elsewhere.example"}, {**PAGE, "Sec-Fetch-Site": "cross-site"}],
)
def test_what_another_site_sent_is_not_shown(draft: Request, headers: dict[str, str]) -> None:
    answer = Client(enforce_csrf_checks=True).post(section(draft), {"evaluations": WORDS}, headers=headers)
    assert answer.status_code == 403
    assert given_back(answer) == []
    assert "Second line" not in answer.content.decode()
