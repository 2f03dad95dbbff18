"""The government reads which office a consultation clock is about and what one concurs with; the developer neither."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Request
from tests.designation.walking import at_present, request_in
from workflow.models import Deadline

Browser = Callable[[World, str], Client]
OFFICES = ("Cybersecurity Division, CISA", "Technology Security, ONCD")


@pytest.fixture
def consulted(demo_world: World) -> Request:
    at_present(demo_world)
    return request_in(demo_world, "in_assessment")


def clocks(client: Client, address: str) -> str:
    """What stands under "Clocks"."""
    page = client.get(address).content.decode()
    return page.split("<h2>Clocks</h2>")[1].split("</ul>")[0]


@pytest.mark.parametrize("page", ["", "review/"])
def test_the_government_reads_the_office_beside_each_clock(
    demo_world: World, consulted: Request, as_person: Browser, page: str
) -> None:
    shown = clocks(as_person(demo_world, "ravi"), f"/requests/{consulted.number}/{page}")
    for office in OFFICES:
        assert f"Consulted office ({office})" in shown
    assert shown.count("Consulted office") == 2
    assert "Determination " in shown


def test_an_office_that_answered_has_no_clock_any_more(
    demo_world: World, consulted: Request, as_person: Browser
) -> None:
    row = consulted.consultations.get(office__name="Cybersecurity Division")
    demo_world.act(row, "concur", "cora")
    shown = clocks(as_person(demo_world, "ravi"), f"/requests/{consulted.number}/")
    assert OFFICES[0] not in shown
    assert OFFICES[1] in shown


@pytest.mark.parametrize("page", ["", "questions/", "windows/", "record/"])
def test_the_developer_learns_of_no_consulted_office(
    demo_world: World, consulted: Request, as_person: Browser, page: str
) -> None:
    assert Deadline.objects.filter(log=consulted.log_id, kind="consultation", state="running").count() == 2
    for key in ("dana", "carl", "sam"):
        found = as_person(demo_world, key).get(f"/requests/{consulted.number}/{page}").content.decode()
        hidden = ("Cybersecurity Division", "Technology Security", "Consult", "consult")
        assert [word for word in hidden if word in found] == []


def test_buttons_say_what_an_office_concurs_with_objects_to_or_comments_on(
    demo_world: World, consulted: Request, as_person: Browser
) -> None:
    client = as_person(demo_world, "cora")
    page = client.get(f"/requests/{consulted.number}/review/").content.decode()
    for button in ("Concur with the assessment", "Object to the assessment", "Comment on the assessment"):
        assert f">{button}</a>" in page
    assert "asks these offices before it recommends an outcome" in page
    row = consulted.consultations.get(office__name="Cybersecurity Division")
    asked = client.get(f"/requests/{consulted.number}/consultations/{row.pk}/object/").content.decode()
    assert "This blocks nothing" in asked
