"""Before a step is taken, its page says when what it starts is due: the same instant that the clock then shows."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.content.instants import written
from designation.demo.world import World
from tests.designation.walking import QUESTION, request_in
from workflow.models import Deadline

AsPerson = Callable[[World, str], Client]


@pytest.mark.parametrize(("state", "step", "key", "inputs", "kind", "says"), [
    ("draft", "submit", "carl", {"certified": True, "voluntary_notice": True}, "completeness",
     "The check for completeness is due"),
    ("submitted", "accept", "ines", {"lead": "ravi"}, "determination", "The determination is due"),
    ("clarification_requested", "extend", "dana", {}, "answer", "The answers are due"),
])  # fmt: skip
def test_the_day_is_said_before(
    present: World,
    as_person: AsPerson,
    state: str,
    step: str,
    key: str,
    inputs: dict[str, object],
    kind: str,
    says: str,
) -> None:
    request = request_in(present, state)
    page = as_person(present, key).get(f"/requests/{request.number}/steps/{step}/").content.decode()
    if "lead" in inputs:
        inputs = {"lead": str(present.people[str(inputs["lead"])].pk)}
    present.act(request, step, key, **inputs)
    due = Deadline.objects.get(subject_id=request.pk, kind=kind, state="running")
    assert f"{says} {written(due.due_at)}." in page


def test_questions_say_when_answers_are_due(present: World, as_person: AsPerson) -> None:
    request = request_in(present, "submitted")
    page = as_person(present, "ines").get(f"/requests/{request.number}/questions/ask/").content.decode()
    present.act(request, "ask_clarification", "ines", questions=QUESTION)
    due = Deadline.objects.get(subject_id=request.pk, kind="answer", state="running")
    assert f"The answers are due {written(due.due_at)}." in page


def test_taking_more_time_says_how_often_one_still_can(present: World, as_person: AsPerson) -> None:
    request = request_in(present, "clarification_requested")
    address = f"/requests/{request.number}/steps/extend/"
    dana = as_person(present, "dana")
    assert "After this, one further extension is left." in dana.get(address).content.decode()
    present.act(request, "extend", "dana")
    assert "After this, no further extensions are left." in dana.get(address).content.decode()
