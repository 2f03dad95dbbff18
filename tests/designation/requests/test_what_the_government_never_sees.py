"""The government sees what was submitted and sent: no drafts of applications, of answers, or of windows."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from designation.requests.actions import drafting as requests
from designation.windows import actions as windows
from tests.designation.walking import at_present, catch_up, request_in, window_in
from workflow.errors import Refused
from workflow.models import Entry

AsPerson = Callable[[World, str], Client]


@pytest.fixture
def present(demo_world: World) -> World:
    at_present(demo_world)
    return demo_world


def test_drafts_of_answers_are_seen_once_they_are_sent(present: World, as_person: AsPerson) -> None:
    request = request_in(present, "information_requested")
    question = request.questions.get()
    requests.save_question(
        question, actor=present.actor("dana"), answer="A first thought.", revised="Revised words."
    )
    addresses = [f"/requests/{request.number}/{tab}" for tab in ("questions/", "review/", "application/", "")]
    reviewer = as_person(present, "ravi")
    before = "".join(reviewer.get(address).content.decode() for address in addresses)
    assert "A first thought." not in before
    assert "Revised words." not in before
    assert reviewer.get(f"/requests/{request.number}/questions/{question.pk}/").status_code == 404
    present.act(request, "answer_information", "dana")
    after = "".join(reviewer.get(address).content.decode() for address in addresses)
    assert "A first thought." in after
    assert "Revised words." in after


@pytest.mark.parametrize("step", ["discard", "withdraw"])
def test_a_draft_of_a_window_stays_the_developers_own_also_when_it_is_dropped(
    present: World, as_person: AsPerson, step: str
) -> None:
    request = request_in(present, "covered")
    window = window_in(present, request, "draft")
    windows.save_draft(window, actor=present.actor("dana"), content={"logs": "Secret thoughts."})
    base = f"/requests/{request.number}/windows/"

    def seen() -> None:
        official = as_person(present, "ravi")
        assert official.get(f"{base}1/").status_code == 404
        assert official.get(f"{base}1/terms/").status_code == 404
        assert "Window 1" not in official.get(base).content.decode()
        everything = "".join(
            official.get(a).content.decode() for a in (f"/requests/{request.number}/record/", "/")
        )
        assert "draft of a window" not in everything
        assert "Secret thoughts." not in everything

    seen()
    present.act(request if step == "withdraw" else window, step, "carl")
    seen()
    assert as_person(present, "carl").get(f"{base}1/").status_code == 200
    own = Entry.objects.filter(subject_id=window.pk)
    assert all(entry.sides == ["developer"] for entry in own)


def test_the_government_cannot_write_in_the_developers_drafts(present: World) -> None:
    draft = request_in(present, "draft")
    with pytest.raises(Refused) as refused:
        requests.save_answers(draft, actor=present.actor("ravi"), answers={"legal_name": "x"})
    assert "not_your_role" in refused.value.codes
    window = window_in(present, request_in(present, "covered", "Juniper"), "draft")
    with pytest.raises(Refused) as refused:
        windows.save_draft(window, actor=present.actor("ravi"), content={"logs": "x"})
    assert "not_your_role" in refused.value.codes


def test_a_new_draft_about_a_known_model_is_not_in_the_governments_record(
    present: World, as_person: AsPerson
) -> None:
    first = request_in(present, "not_covered")
    again = requests.begin(first.model, actor=present.actor("dana"), now=present.now)
    catch_up(present)
    reviewer = as_person(present, "ravi")
    seen = "".join(
        reviewer.get(a).content.decode() for a in (f"/requests/{first.number}/record/", "/", "/requests/")
    )
    assert again.number not in seen
