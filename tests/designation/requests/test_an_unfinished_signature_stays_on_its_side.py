"""Promise 9: of the other side’s deliberation one sees number and time only; also of its single signatures."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from tests.designation.walking import request_in, window_in
from workflow import clock
from workflow.models import Entry


def text_of(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_the_first_signature_under_an_outcome_is_the_governments_own(
    demo_world: World, as_person: Callable[[World, str], Client]
) -> None:
    demo_world.now = clock.now()
    request = request_in(demo_world, "recommended")
    demo_world.act(request, "determine_covered", "dora", sharing_text="")
    entry = Entry.objects.get(subject_id=request.pk, event="request.determined_covered.signed")
    assert entry.sides == ["government"]
    pages = [text_of(as_person(demo_world, "dana"), name, request.number) for name in ("request", "record")]
    assert not any("Dora Whitfield" in page for page in pages)
    assert "Dora Whitfield" in text_of(as_person(demo_world, "cleo"), "request", request.number)


def test_the_completed_determination_names_both_to_everybody(demo_world: World) -> None:
    request = request_in(demo_world, "covered")
    entry = Entry.objects.get(subject_id=request.pk, event="request.determined_covered")
    assert entry.sides == ["developer", "government"]
    assert len(entry.details["signers"]) == 2


def test_the_first_signature_under_terms_is_the_governments_own(
    demo_world: World, as_person: Callable[[World, str], Client]
) -> None:
    demo_world.now = clock.now()  # pages show signatures that still count
    request = request_in(demo_world, "covered")
    window = window_in(demo_world, request, "proposed")
    demo_world.act(window, "approve", "abel")
    assert "Abel Ortiz" not in text_of(as_person(demo_world, "carl"), "window", request.number, window.number)
    assert "Abel Ortiz" in text_of(as_person(demo_world, "arno"), "window", request.number, window.number)


def test_agreeing_to_resume_is_seen_by_both_sides(
    demo_world: World, as_person: Callable[[World, str], Client]
) -> None:
    demo_world.now = clock.now()  # pages show signatures that still count
    request = request_in(demo_world, "covered")
    window = window_in(demo_world, request, "suspended")
    demo_world.act(window, "resume", "sam")
    assert "Sam Okafor" in text_of(as_person(demo_world, "abel"), "window", request.number, window.number)
