"""Itemized questions at fields: answered, revised, two rounds per clock, more where agreed, more time, filed again."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Request
from designation.requests.actions import drafting as requests
from tests.designation.walking import QUESTION, fresh, refused, request_in
from workflow.models import Deadline, Entry

TWO = [*QUESTION, {"field": "safeguards", "text": "Which are off?"}]


def answer(world: World, request: Request, **revised: str) -> None:
    for question in request.open_questions():
        requests.save_question(
            question, actor=world.actor("dana"), answer="So.", revised=revised.get(question.field)
        )


def test_every_item_is_answered_before_the_answers_are_sent(demo_world: World) -> None:
    request = request_in(demo_world, "submitted")
    demo_world.act(request, "ask_clarification", "ines", questions=TWO)
    first = request.open_questions().first()
    requests.save_question(first, actor=demo_world.actor("sam"), answer="So.")
    codes = refused(lambda: demo_world.act(request, "answer_clarification", "dana"))
    assert codes == ("unanswered",)
    answer(demo_world, request)
    demo_world.act(request, "answer_clarification", "dana")
    assert fresh(request).state == "submitted"
    assert not request.open_questions().exists()


def test_what_is_revised_becomes_part_of_the_application_when_it_is_sent(demo_world: World) -> None:
    request = request_in(demo_world, "clarification_requested")
    before = request.answers["evaluations"]
    answer(demo_world, request, evaluations="New words.")
    assert fresh(request).answers["evaluations"] == before
    demo_world.act(request, "answer_clarification", "dana")
    assert fresh(request).answers["evaluations"] == "New words."
    entry = Entry.objects.get(subject_id=request.pk, event="request.clarification_answered")
    assert entry.details["revised"] == ["evaluations"]
    assert entry.details["answers"] == fresh(request).answers_digest()


def test_the_fingerprint_covers_what_people_wrote_and_nothing_else(demo_world: World) -> None:
    request = request_in(demo_world, "submitted")
    entry = Entry.objects.get(subject_id=request.pk, event="request.submitted")
    bare = {name: value for name, value in request.answers.items() if not name.startswith("_")}
    assert Request(answers=bare).answers_digest() == entry.details["answers"]


@pytest.mark.parametrize(("state", "ask", "send"), [
    ("submitted", "ask_clarification", "answer_clarification"),
    ("in_assessment", "request_information", "answer_information"),
])  # fmt: skip
def test_two_rounds_per_clock_and_a_third_where_the_developer_agrees(
    demo_world: World, state: str, ask: str, send: str
) -> None:
    request = request_in(demo_world, state)
    key = "ines" if state == "submitted" else "ravi"
    for _round in range(2):
        demo_world.act(request, ask, key, questions=QUESTION)
        answer(demo_world, request)
        demo_world.act(request, send, "dana")
    assert refused(lambda: demo_world.act(request, ask, key, questions=QUESTION)) == ("rounds_used",)
    demo_world.act(request, "agree_to_more_questions", "dana")
    demo_world.act(request, ask, key, questions=QUESTION)
    answer(demo_world, request)
    demo_world.act(request, send, "dana")
    assert refused(lambda: demo_world.act(request, ask, key, questions=QUESTION)) == ("rounds_used",)


def test_agreeing_again_is_refused_and_voids_no_signature(demo_world: World) -> None:
    request = request_in(demo_world, "recommended")
    demo_world.act(request, "agree_to_more_questions", "dana")
    demo_world.act(request, "determine_covered", "dora", sharing_text="")
    again = refused(lambda: demo_world.act(request, "agree_to_more_questions", "carl"))
    assert again == ("agreed_already",)
    demo_world.act(request, "determine_covered", "cleo", sharing_text="")
    assert fresh(request).state == "covered"


def test_the_assessment_has_rounds_of_its_own(demo_world: World) -> None:
    request = request_in(demo_world, "submitted")
    for _round in range(2):
        demo_world.act(request, "ask_clarification", "ines", questions=QUESTION)
        answer(demo_world, request)
        demo_world.act(request, "answer_clarification", "dana")
    demo_world.act(request, "accept", "ines", lead=str(demo_world.people["ravi"].pk))
    demo_world.act(request, "request_information", "ravi", questions=QUESTION)
    assert fresh(request).state == "information_requested"


def test_more_time_is_taken_as_often_as_the_policy_allows(demo_world: World) -> None:
    request = request_in(demo_world, "clarification_requested")
    due = Deadline.objects.get(subject_id=request.pk, kind="answer", state="running").due_at
    demo_world.wait(days=5)
    demo_world.act(request, "extend", "dana")
    assert Deadline.objects.get(subject_id=request.pk, kind="answer", state="running").due_at > due
    demo_world.act(request, "extend", "sam")
    assert "no_extension_left" in refused(lambda: demo_world.act(request, "extend", "dana"))


@pytest.mark.parametrize("state", ["withdrawn", "closed", "concluded"])
def test_one_click_files_it_again_prefilled_and_it_saves(
    demo_world: World, as_person: Callable[[World, str], Client], state: str
) -> None:
    request = request_in(demo_world, state)
    answered = as_person(demo_world, "dana").post(f"/requests/{request.number}/again/")
    again = Request.objects.get(filed_again_from=request)
    assert answered.url == f"/requests/{again.number}/application/"
    shown = {name: value for name, value in request.answers.items() if not name.startswith("_")}
    assert again.answers == shown
    saved = requests.save_answers(again, actor=demo_world.actor("dana"), answers={"ownership": "two"})
    assert saved.conflicts == {}
    assert fresh(again).answers["ownership"] == "two"


@pytest.mark.parametrize("key", ["ines", "ravi", "maya"])
def test_nobody_else_files_it_again(
    demo_world: World, as_person: Callable[[World, str], Client], key: str
) -> None:
    request = request_in(demo_world, "withdrawn")
    assert as_person(demo_world, key).post(f"/requests/{request.number}/again/").status_code == 404
    assert Request.objects.count() == 1
