"""What an application does not take in: markings above the ceiling, unknown fields, words after submission."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Request
from designation.requests.actions import drafting as requests
from tests.designation.requests.test_saving_loses_nothing import tab
from tests.designation.walking import at_present, fresh, request_in
from workflow.errors import Refused

AsPerson = Callable[[World, str], Client]
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def draft(demo_world: World) -> Request:
    at_present(demo_world)
    return request_in(demo_world, "draft")


@pytest.mark.parametrize(
    "text", ["SECRET//NOFORN", "Before\nTOP SECRET\nafter", "(TS) A paragraph.", "(S//NF) x"]
)
def test_a_marking_is_refused_with_an_explanation_and_is_not_stored(
    demo_world: World, draft: Request, as_person: AsPerson, text: str
) -> None:
    page = tab(as_person(demo_world, "dana"), draft, "capabilities")
    answer = page.type(evaluations=text, safeguards="Other words").send()
    assert answer.status_code == 409
    assert "This system holds nothing above CUI" in answer.content.decode()
    assert fresh(draft).answers == draft.answers | {"safeguards": "Other words"}, "what is right is saved"


def test_unknown_fields_are_ignored(demo_world: World, draft: Request) -> None:
    answers = {"state": "covered", "is_superuser": True, "ownership": "none at all"}
    saved = requests.save_answers(draft, actor=demo_world.actor("dana"), answers=answers)
    kept = fresh(draft).answers
    assert saved.conflicts == {}
    assert kept["ownership"] == "none at all"
    assert not {"state", "is_superuser"} & set(kept)


def test_after_submission_saving_is_refused_and_the_page_is_gone(
    demo_world: World, draft: Request, as_person: AsPerson
) -> None:
    page = tab(as_person(demo_world, "dana"), draft, "entity")
    demo_world.act(draft, "submit", "carl", certified=True, voluntary_notice=True)
    assert page.type(ownership="Too late").autosave().status_code == 409
    with pytest.raises(Refused) as refused:
        requests.save_answers(draft, actor=demo_world.actor("dana"), answers={"ownership": "x"})
    assert refused.value.codes == ("not_a_draft",)
    assert fresh(draft).answers["ownership"] == "none"
