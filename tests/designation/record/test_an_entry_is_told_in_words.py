"""The page of an open entry: who signed, which policy, which clock, in words; what proves it; where one goes next."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from designation.demo import world as demonstration
from designation.demo.world import World
from designation.models import Request
from tests.designation.walking import request_in
from workflow import clock
from workflow.ledger.seal import seal
from workflow.models import Entry

AsPerson = Callable[[World, str], Client]


def told(client: Client, request: Request, event: str) -> str:
    entry = Entry.objects.filter(log=request.log_id, event=event).latest("index")
    answer = client.get(f"/requests/{request.number}/record/{entry.log_id}/{entry.index}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_two_signers_stand_with_their_names_and_when(demo_world: World, as_person: AsPerson) -> None:
    request = request_in(demo_world, "covered")
    page = told(as_person(demo_world, "ravi"), request, "request.determined_covered")
    signed = page.partition("Signed by")[2]
    assert "Dora Whitfield, " in signed
    assert "Cleo Nash, " in signed
    page = told(as_person(demo_world, "ravi"), request, "request.determined_covered.signed")
    assert "Fingerprint of what was signed" in page
    assert "Salt of that fingerprint" in page


def test_the_policy_that_a_request_was_pinned_to_is_named(demo_world: World, as_person: AsPerson) -> None:
    request = request_in(demo_world, "submitted")
    page = told(as_person(demo_world, "carl"), request, "request.submitted")
    assert "<dd>Version 1</dd>" in page
    assert "Fingerprint of the answers" in page
    assert "Not yet. Sealing takes seconds." in page


def test_what_the_clock_did_says_which_clock_and_when_it_was_due(
    demo_world: World, as_person: AsPerson
) -> None:
    request = request_in(demo_world, "no_determination")
    page = told(as_person(demo_world, "dana"), request, "request.lapsed")
    assert "<dd>The clock</dd>" in page
    assert "<dd>Completeness check</dd>" in page
    assert "It was due" in page


def test_lists_in_an_entry_are_lines(demo_world: World, as_person: AsPerson) -> None:
    request = request_in(demo_world, "clarification_requested")
    page = told(as_person(demo_world, "ines"), request, "request.clarification_asked")
    assert "Questions about" in page
    assert "evaluations" in page


def test_an_entry_leads_to_its_neighbors_and_to_the_checkpoint(
    demo_world: World, as_person: AsPerson
) -> None:
    demo_world.now = clock.now() - timedelta(hours=1)
    request = demonstration.filed(demo_world, "Larkspur")
    seal()
    dana = as_person(demo_world, "dana")
    last = Entry.objects.filter(log=request.log_id).count() - 1
    first_page = dana.get(f"/requests/{request.number}/record/{request.log_id}/0/").content.decode()
    last_page = dana.get(f"/requests/{request.number}/record/{request.log_id}/{last}/").content.decode()
    assert "The entry before" not in first_page
    assert "The entry after" in first_page
    assert "The entry before" in last_page
    assert "The entry after" not in last_page
    note = dana.get("/register/checkpoint?size=16")
    assert "/register/checkpoint?size=16" in last_page
    assert note.status_code == 200
