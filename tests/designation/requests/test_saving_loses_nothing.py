"""Saving as one types never loses anything: two tabs, two people, wrong values, markings, late saves."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Request
from tests.designation.tabs import Tab
from tests.designation.walking import at_present, fresh, request_in

AsPerson = Callable[[World, str], Client]


@pytest.fixture
def draft(demo_world: World) -> Request:
    at_present(demo_world)
    return request_in(demo_world, "draft")


def tab(client: Client, request: Request, section: str) -> Tab:
    return Tab(client, f"/requests/{request.number}/application/{section}/")


def test_what_is_typed_is_kept_at_every_pause(demo_world: World, draft: Request, as_person: AsPerson) -> None:
    page = tab(as_person(demo_world, "dana"), draft, "capabilities")
    for text in ("F", "Finds weak", "Finds weaknesses", "F"):
        assert page.type(cyber_capabilities=text).autosave().status_code == 200
        assert fresh(draft).answers["cyber_capabilities"] == text


def test_two_people_in_one_section_keep_both_their_texts(
    demo_world: World, draft: Request, as_person: AsPerson
) -> None:
    dana, sam = (tab(as_person(demo_world, key), draft, "capabilities") for key in ("dana", "sam"))
    assert dana.type(evaluations="Dana's evaluations").autosave().status_code == 200
    assert sam.type(safeguards="Sam's safeguards").autosave().status_code == 200
    assert dana.type(evaluations="Dana's evaluations, longer").autosave().status_code == 200
    kept = fresh(draft).answers
    assert (kept["evaluations"], kept["safeguards"]) == ("Dana's evaluations, longer", "Sam's safeguards")


def test_two_who_changed_the_same_field_see_both_texts(
    demo_world: World, draft: Request, as_person: AsPerson
) -> None:
    one, two = (tab(as_person(demo_world, "dana"), draft, "entity") for _ in range(2))
    one.type(ownership="First text").autosave()
    answer = two.type(ownership="Second text").send()
    page = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "First text" in page
    assert "Second text" in page
    assert fresh(draft).answers["ownership"] == "First text"
    assert two.send().status_code == 302
    assert fresh(draft).answers["ownership"] == "Second text"


def test_what_another_wrote_after_ones_page_was_made_is_not_overwritten_by_a_later_save(
    demo_world: World, draft: Request, as_person: AsPerson
) -> None:
    dana, sam = (tab(as_person(demo_world, key), draft, "capabilities") for key in ("dana", "sam"))
    assert dana.type(evaluations="Dana's evaluations").autosave().status_code == 200
    assert sam.type(safeguards="Sam's safeguards").autosave().status_code == 200
    answer = sam.type(evaluations="Sam's evaluations").autosave()
    assert answer.status_code == 409
    assert "Dana's evaluations" in answer.json()["message"]
    assert fresh(draft).answers["evaluations"] == "Dana's evaluations"


def test_a_field_that_one_left_alone_comes_back_as_the_other_wrote_it(
    demo_world: World, draft: Request, as_person: AsPerson
) -> None:
    dana, sam = (tab(as_person(demo_world, key), draft, "capabilities") for key in ("dana", "sam"))
    dana.type(evaluations="Dana's evaluations", safeguards="Dana's safeguards").autosave()
    page = unescape(sam.type(safeguards="Sam's safeguards").send().content.decode())
    assert "Sam's safeguards</textarea>" in page
    assert "Dana's evaluations</textarea>" in page


def test_autosave_of_a_conflict_says_so_and_changes_nothing(
    demo_world: World, draft: Request, as_person: AsPerson
) -> None:
    one, two = (tab(as_person(demo_world, "dana"), draft, "entity") for _ in range(2))
    one.type(ownership="First text").autosave()
    answer = two.type(ownership="Second text").autosave()
    assert answer.status_code == 409
    assert "First text" in answer.json()["message"]
    assert fresh(draft).answers["ownership"] == "First text"


def test_what_was_saved_beside_a_conflict_is_ones_own(
    demo_world: World, draft: Request, as_person: AsPerson
) -> None:
    one, two = (tab(as_person(demo_world, "dana"), draft, "entity") for _ in range(2))
    one.type(ownership="First text").autosave()
    two.type(ownership="Second text", jurisdiction="Ne").autosave()
    assert fresh(draft).answers["jurisdiction"] == "Ne"
    answer = two.type(jurisdiction="Nevada").autosave()
    assert "Owners" in answer.json()["message"]
    assert "incorporated" not in answer.json()["message"]
    assert fresh(draft).answers["jurisdiction"] == "Nevada"


def test_a_wrong_value_is_shown_again_and_the_others_are_saved(
    demo_world: World, draft: Request, as_person: AsPerson
) -> None:
    page = tab(as_person(demo_world, "dana"), draft, "release")
    answer = page.type(partner_release="soon").send()
    assert answer.status_code == 200
    assert 'value="soon"' in answer.content.decode()
    assert fresh(draft).answers["partner_release"] == draft.answers["partner_release"]


def test_autosave_does_not_claim_to_have_saved_what_it_cannot_keep(
    demo_world: World, draft: Request, as_person: AsPerson
) -> None:
    page = tab(as_person(demo_world, "dana"), draft, "entity")
    answer = page.type(legal_name="L" * 201, ownership="Kept").autosave()
    assert answer.status_code == 409
    assert "Legal name" in answer.json()["message"]
    assert fresh(draft).answers["ownership"] == "Kept"


def test_a_field_that_was_not_sent_keeps_its_text(
    demo_world: World, draft: Request, as_person: AsPerson
) -> None:
    address = f"/requests/{draft.number}/application/entity/"
    as_person(demo_world, "dana").post(address, {"ownership": "Two owners"})
    kept = fresh(draft).answers
    assert (kept["ownership"], kept["legal_name"]) == ("Two owners", draft.answers["legal_name"])
