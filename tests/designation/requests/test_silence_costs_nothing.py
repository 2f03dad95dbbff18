"""Promise 8: the silence of either side grants nothing and costs nothing; a standing outcome stands."""

import pytest

from designation.demo.world import World
from designation.requests.actions import drafting as requests
from tests.designation.walking import QUESTION, fire, fresh, request_in
from workflow.errors import Refused
from workflow.models import Deadline


@pytest.mark.parametrize(
    ("state", "clock"),
    [("submitted", "completeness"), ("in_assessment", "determination"), ("recommended", "determination")],
)
def test_the_governments_silence_ends_in_no_determination(demo_world: World, state: str, clock: str) -> None:
    request = request_in(demo_world, state)
    fire(demo_world, request, clock)
    assert fresh(request).state == "no_determination"
    assert fresh(request).standing_outcome == ""


@pytest.mark.parametrize("state", ["clarification_requested", "information_requested"])
def test_the_developers_silence_closes_without_prejudice(demo_world: World, state: str) -> None:
    request = request_in(demo_world, state)
    fire(demo_world, request, "answer")
    assert fresh(request).state == "closed"
    again = requests.begin(request.model, actor=demo_world.actor("dana"), now=demo_world.now)
    assert again.answers["legal_name"] == request.answers["legal_name"]
    assert again.filed_again_from_id == request.pk


def test_the_clock_stands_still_while_the_developer_answers(demo_world: World) -> None:
    request = request_in(demo_world, "in_assessment")
    due = Deadline.objects.get(subject_id=request.pk, kind="determination").due_at
    demo_world.act(request, "request_information", "ravi", questions=QUESTION)
    assert Deadline.objects.get(subject_id=request.pk, kind="determination").state == "paused"
    demo_world.wait(days=7)
    for question in request.questions.all():
        requests.save_question(question, actor=demo_world.actor("dana"), answer="The Agentless harness.")
    demo_world.act(request, "answer_information", "dana")
    row = Deadline.objects.get(subject_id=request.pk, kind="determination", state="running")
    assert row.due_at > due


def test_asking_again_starts_new_clocks(demo_world: World) -> None:
    request = request_in(demo_world, "no_determination")
    demo_world.act(request, "ask_again", "dana")
    assert fresh(request).state == "submitted"
    assert Deadline.objects.filter(subject_id=request.pk, kind="completeness", state="running").count() == 1
    assert not Deadline.objects.filter(subject_id=request.pk, kind="conclusion", state="running").exists()


def reconsidered(world: World) -> object:
    request = request_in(world, "covered")
    world.wait(days=1)
    world.act(request, "seek_reconsideration", "dana", new_information="A smaller variant.")
    return request


def test_the_outcome_stands_while_it_is_reconsidered(demo_world: World) -> None:
    request = reconsidered(demo_world)
    assert (request.state, request.standing_outcome) == ("submitted", "covered")


def test_a_reconsideration_not_decided_in_time_changes_nothing(demo_world: World) -> None:
    request = reconsidered(demo_world)
    fire(demo_world, request, "completeness")
    assert fresh(request).state == "covered"


def test_reconsideration_is_led_by_somebody_else(demo_world: World) -> None:
    request = reconsidered(demo_world)
    with pytest.raises(Refused) as refused:
        demo_world.act(request, "accept", "ines", lead=str(demo_world.people["ravi"].pk))
    assert refused.value.codes == ("same_lead",)
    demo_world.act(request, "accept", "ines", lead=str(demo_world.people["rosa"].pk))


def test_reconsideration_is_sought_once(demo_world: World) -> None:
    request = reconsidered(demo_world)
    fire(demo_world, request, "completeness")
    with pytest.raises(Refused) as refused:
        demo_world.act(request, "seek_reconsideration", "dana", new_information="More.")
    assert "reconsidered" in refused.value.codes
