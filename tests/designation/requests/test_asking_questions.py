"""Asking questions on the page: what is wrong is named at its control, with a link from the summary."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Request
from tests.designation.tabs import field, summary
from tests.designation.walking import request_in


@pytest.fixture
def request_(present: World) -> Request:
    return request_in(present, "submitted")


@pytest.fixture
def asked(present: World, request_: Request, as_person: Callable[[World, str], Client]) -> Callable[..., Any]:
    ines, address = as_person(present, "ines"), f"/requests/{request_.number}/questions/ask/"

    def ask(**typed: str) -> Any:
        sent = {
            f"items-{name[1:].replace('_', '-')}" if name.startswith("_") else name: value
            for name, value in typed.items()
        }
        return ines.post(address, sent) if typed else ines.get(address)

    return ask


@pytest.mark.parametrize(("typed", "name", "says"), [
    ({"_0_field": "evaluations", "_0_text": "x" * 2001}, "items-0-text", "2000"),
    ({"_0_field": "evaluations", "_0_text": " "}, "items-0-text", "Write the question about this field."),
    ({"_2_text": "Which?"}, "items-2-field", "Choose the field that this question is about."),
    ({"_0_field": "", "_0_text": ""}, "items-0-text", "Write at least one question."),
])  # fmt: skip
def test_what_is_wrong_stands_at_its_control(
    asked: Callable[..., Any], request_: Request, typed: dict[str, str], name: str, says: str
) -> None:
    answer = asked(**typed)
    assert says in field(answer, name)
    assert 'aria-invalid="true"' in field(answer, name)
    assert f'href="#id_{name}"' in summary(answer)
    assert not request_.questions.exists()


def test_only_the_first_question_is_asked_for(asked: Callable[..., Any]) -> None:
    page = asked()
    for half in ("field", "text"):
        assert "(optional)" not in field(page, f"items-0-{half}")
        assert "(optional)" in field(page, f"items-1-{half}")


def test_a_line_s_end_counts_as_one_character(asked: Callable[..., Any], request_: Request) -> None:
    lines = "x\r\n" * 999 + "xy"
    assert asked(_0_field="evaluations", _0_text=lines).status_code == 302
    assert request_.questions.get().text == lines.replace("\r\n", "\n")


def test_questions_that_are_sent_twice_are_asked_once(asked: Callable[..., Any], request_: Request) -> None:
    hidden = dict(re.findall(r'name="(key|version|step)" value="([^"]*)"', asked().content.decode()))
    answers = [asked(**hidden, _0_field="evaluations", _0_text="Which?") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert request_.questions.count() == 1


def test_questions_that_came_too_late_are_given_back(
    asked: Callable[..., Any], present: World, request_: Request
) -> None:
    hidden = dict(re.findall(r'name="(key|version|step)" value="([^"]*)"', asked().content.decode()))
    present.act(request_, "withdraw", "carl")
    answer = asked(**hidden, _0_field="evaluations", _0_text="Which harness?")
    assert answer.status_code == 409
    assert "Which harness?" in field(answer, "items-0-text")


def test_where_nothing_can_be_asked_the_page_leads_back(
    asked: Callable[..., Any], present: World, request_: Request
) -> None:
    present.act(request_, "withdraw", "carl")
    assert asked().headers["Location"] == f"/requests/{request_.number}/questions/"


def test_questions_are_sent_in_their_order(asked: Callable[..., Any], request_: Request) -> None:
    answer = asked(
        _0_field="evaluations", _0_text="Which harness?", _3_field="safeguards", _3_text="Which are off?"
    )
    assert answer.status_code == 302
    assert [(q.field, q.text) for q in request_.questions.all()] == [
        ("evaluations", "Which harness?"),
        ("safeguards", "Which are off?"),
    ]
