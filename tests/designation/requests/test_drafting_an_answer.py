"""The draft of an answer: two people lose nothing, what cannot be kept is named, and an empty answer is none."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Question
from tests.designation.tabs import Tab, field, summary
from tests.designation.walking import fresh, request_in

Open = Callable[[str], Tab]


@pytest.fixture
def question(present: World) -> Question:
    return request_in(present, "clarification_requested").questions.get()


@pytest.fixture
def opened(present: World, question: Question, as_person: Callable[[World, str], Client]) -> Open:
    address = f"/requests/{question.request.number}/questions/{question.pk}/"
    return lambda key: Tab(as_person(present, key), address)


@pytest.mark.parametrize("name", ["answer", "revised"])
def test_two_who_write_into_the_same_field_see_both_texts(
    question: Question, opened: Open, name: str
) -> None:
    dana, sam = opened("dana"), opened("sam")
    assert dana.type(**{name: "Dana's text"}).send().status_code == 302
    answer = sam.type(**{name: "Sam's text"}).send()
    assert answer.status_code == 409
    assert "Dana's text" in field(answer, name)
    assert "Sam's text</textarea>" in field(answer, name)
    assert getattr(fresh(question), name) == "Dana's text"
    assert sam.send().status_code == 302
    assert getattr(fresh(question), name) == "Sam's text"


def test_what_one_left_alone_stays_as_the_other_wrote_it(question: Question, opened: Open) -> None:
    dana, sam = opened("dana"), opened("sam")
    dana.type(revised="Dana's new text").send()
    assert sam.type(answer="Sam's answer").send().status_code == 302
    kept = fresh(question)
    assert (kept.answer, kept.revised) == ("Sam's answer", "Dana's new text")


def test_saving_in_passing_says_what_the_other_wrote(question: Question, opened: Open) -> None:
    dana, sam = opened("dana"), opened("sam")
    assert dana.type(revised="Dana's text").autosave().status_code == 200
    assert dana.type(revised="Dana's text, longer").autosave().status_code == 200
    answer = sam.type(revised="Sam's text", answer="So.").autosave()
    assert answer.status_code == 409
    assert "Dana's text, longer" in answer.json()["message"]
    assert (fresh(question).answer, fresh(question).revised) == ("So.", "Dana's text, longer")


def test_saving_in_passing_names_a_text_that_is_too_long(question: Question, opened: Open) -> None:
    answer = opened("dana").type(answer="So.", revised="x" * 4001).autosave()
    assert answer.status_code == 409
    assert "New text for this field" in answer.json()["message"]
    assert "4000" in answer.json()["message"]
    assert fresh(question).answer == "So."


def test_a_new_text_is_taken_back_by_leaving_it_empty(question: Question, opened: Open) -> None:
    dana = opened("dana")
    dana.type(revised="New words.").autosave()
    dana.type(revised="").autosave()
    assert fresh(question).revised is None


def test_a_marking_above_the_ceiling_is_told_at_its_field(question: Question, opened: Open) -> None:
    answer = opened("dana").type(revised="SECRET//NOFORN").send()
    assert answer.status_code == 409
    assert "SECRET//NOFORN" in summary(answer)
    assert 'href="#id_revised"' in summary(answer)
    assert fresh(question).revised is None


def test_an_empty_answer_is_no_answer(present: World, opened: Open) -> None:
    dana = opened("dana")
    said = unescape(dana.client.post(dana.address, dana.typed, follow=True).content.decode())
    assert "There is no answer yet." in said
    assert "Your answer is saved." not in said


def test_an_answer_is_not_called_optional(opened: Open) -> None:
    dana = opened("dana")
    page = dana.client.get(dana.address)
    assert "(optional)" not in field(page, "answer")
    assert "(optional)" in field(page, "revised")


def test_when_all_is_answered_sending_is_the_task_and_stands_first(question: Question, opened: Open) -> None:
    dana = opened("dana")
    client = dana.client
    assert "Answer questions" in client.get("/").content.decode()
    assert dana.type(answer="The first one.").send().status_code == 302
    page = client.get(f"/requests/{question.request.number}/questions/")
    html = unescape(page.content.decode())
    assert "Your answer is saved. It is not sent yet: send it next." in html
    assert [step["name"] for step in page.context["due"]] == ["answer_clarification"]
    assert html.index(">Send the answers<") < html.index("Open questions")
    desk = client.get("/").content.decode()
    assert "Send the answers" in desk
    assert "Answer questions" not in desk
