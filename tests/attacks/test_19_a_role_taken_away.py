"""Attack 19: the role was taken away a second ago, and the open session, its forms and its links go on.

Whoever belonged to a matter gets a page that says what ended (410), and nothing of the matter.
"""

from __future__ import annotations

from django.urls import reverse

from designation.demo.world import World
from designation.models import Appointment
from designation.people.actions import appointments
from designation.people.actions import organizations as accounts
from designation.roles import Role
from tests.attacks.conftest import Browser
from tests.designation.artifacts.reading import Reader
from tests.designation.walking import fresh, refused, request_in
from workflow.models import Approval


def _end(world: World, key: str, role: str, by: str) -> None:
    held = Appointment.objects.get(person=world.people[key], role=role, state="active")
    appointments.end(held, actor=world.actor(by))


def test_the_next_page_of_an_open_viewer(world: World, eve: Reader) -> None:
    viewer = eve.opens()
    assert eve.sees(1).status_code == 200
    picture = eve.image_of(viewer)
    _end(world, "eve", Role.EVALUATOR, "nora")
    assert eve.client.get(picture).status_code == 410
    assert eve.opens(2).status_code == 410


def test_an_open_form_and_a_waiting_signature(world: World, as_person: Browser) -> None:
    request = request_in(world, "recommended")
    world.act(request, "determine_covered", "dora", sharing_text="")
    client = as_person(world, "dora")
    address = reverse("request", args=[request.number])
    assert client.get(address).status_code == 200
    _end(world, "dora", Role.DETERMINING_OFFICIAL, "nora")
    assert client.get(address).status_code == 410
    assert not Approval.objects.filter(subject_id=request.pk, state="open").exists()
    assert "not_your_role" in refused(
        lambda: world.act(request, "determine_covered", "dora", sharing_text="")
    )
    world.act(request, "determine_covered", "cleo", sharing_text="")
    assert fresh(request).state == "recommended"


def test_a_closed_account_and_what_stays_closed_when_it_opens_again(world: World, as_person: Browser) -> None:
    client = as_person(world, "ravi")
    assert client.get("/").status_code == 200
    accounts.close_account(world.people["ravi"], actor=world.actor("nora"))
    assert client.get("/").status_code == 302
    accounts.reopen_account(world.people["ravi"], actor=world.actor("nora"))
    assert client.get("/").status_code == 302
    assert not Appointment.objects.in_effect().filter(person=world.people["ravi"]).exists()
