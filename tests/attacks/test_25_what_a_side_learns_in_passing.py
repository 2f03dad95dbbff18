"""Refusals, cursors and names tell of nothing that is not theirs to tell: another side, other matters, what is gone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from designation.demo.world import World
from designation.frontier_models import actions as frontier_models
from designation.models import FrontierModel
from designation.people.actions import appointments, organizations
from designation.requests.actions import drafting as requests
from tests.designation.walking import catch_up, fresh, refused, request_in
from workflow.models import Entry

Browser = Callable[[World, str], Client]


def test_an_internal_step_of_the_government_holds_up_no_answer(world: World, as_person: Browser) -> None:
    request = request_in(world, "information_requested")
    requests.save_question(request.questions.get(), actor=world.actor("dana"), answer="Ours.")
    dana, address = as_person(world, "dana"), f"/requests/{request.number}/steps/answer_information/"
    hidden = dana.get(address).context["hidden"]
    world.act(request, "reassign_lead", "ines", lead=str(world.people["rosa"].pk))
    assert dana.post(address, hidden).status_code == 302
    assert fresh(request).state == "in_assessment"


def test_what_happened_on_both_sides_since_still_makes_a_form_stale(world: World, as_person: Browser) -> None:
    request = request_in(world, "information_requested")
    requests.save_question(request.questions.get(), actor=world.actor("dana"), answer="Ours.")
    dana, address = as_person(world, "dana"), f"/requests/{request.number}/steps/answer_information/"
    hidden = dana.get(address).context["hidden"]
    world.act(request, "extend", "dana")
    assert dana.post(address, hidden).status_code == 409


def test_what_was_declared_goes_with_the_erasure(world: World, as_person: Browser) -> None:
    request = request_in(world, "in_assessment")
    world.act(request, "declare_interests", "ravi", reason="My husband holds shares of Meridian.")
    words = "My husband holds shares"
    page = f"/requests/{request.number}/review/"
    assert words in as_person(world, "rosa").get(page).content.decode()
    for key in ("cleo", "dora"):
        world.act(request, "erase_government_details", key, person=str(world.people["ravi"].pk))
    shown = as_person(world, "rosa").get(page).content.decode()
    assert words not in shown
    assert "a declaration that was erased" in shown


def test_a_name_that_was_erased_stands_at_no_signature(world: World, as_person: Browser) -> None:
    request = request_in(world, "covered")
    entry = Entry.objects.get(log=request.log_id, event="request.determined_covered")
    page = f"/requests/{request.number}/record/{entry.log_id}/{entry.index}/"
    assert "Dora Whitfield" in as_person(world, "dana").get(page).content.decode()
    for key in ("cleo", "dora"):
        world.act(request, "erase_government_details", key, person=str(world.people["dora"].pk))
    shown = as_person(world, "dana").get(page).content.decode()
    assert "Dora Whitfield" not in shown
    assert "A person who is gone" in shown


@pytest.mark.parametrize("unseen", ["\u3164", "\ufe0f", "\u2800", "\u034f", "\u115f", "\U000e0100"])
def test_no_name_has_an_invisible_twin(world: World, unseen: str) -> None:
    developer, dana = world.organizations["developer"], world.actor("dana")
    frontier_models.register_model(developer, actor=dana, codename="Larkspur", now=world.now)
    for codename in (f"Larkspur{unseen}", f"{unseen}a{unseen}"):
        with pytest.raises(Exception, match="cannot be seen"):
            frontier_models.register_model(developer, actor=dana, codename=codename, now=world.now)
    assert FrontierModel.objects.filter(developer=developer).count() == 1


def test_no_marking_comes_in_by_a_name_or_an_instrument(world: World) -> None:
    nsa, nora = world.organizations["nsa"], world.actor("nora")
    office = refused(lambda: organizations.add_office(nsa, actor=nora, name="SECRET//NOFORN", now=world.now))
    assert office == ("above_the_ceiling",)
    held = world.people["ines"].appointments.get(role="intake_officer")
    delegated = refused(
        lambda: appointments.delegate(
            held,
            actor=nora,
            to=world.people["ravi"],
            until=world.now + timedelta(days=3),
            instrument="SECRET//NOFORN memo of 1 May",
            now=world.now,
        )
    )
    assert "above_the_ceiling" in delegated


def test_odd_values_are_answered(world: World, as_person: Browser) -> None:
    catch_up(world)
    request = request_in(world, "submitted")
    record = as_person(world, "carl").get(
        f"/requests/{request.number}/record/?since=0001-01-01&until=9999-12-31"
    )
    assert record.status_code == 200
    assert as_person(world, "olga").get("/people/?q=%00").status_code == 200
    nsa = world.organizations["nsa"]
    line = f"email,name,office,roles\nx@nsa.example,{'N' * 200},{nsa.offices.first().name},\n"
    answer = as_person(world, "nora").post(f"/people/{nsa.pk}/import/", {"text": line, "import": "1"})
    assert answer.status_code in (200, 409)
    assert "at most 120 characters" in answer.content.decode()
