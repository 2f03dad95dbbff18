"""The demonstration's mail and clock: for everybody there, and nowhere else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from designation.demo import world as demonstration
from designation.demo.world import World
from designation.models import Request
from workflow import clock, outbox

AsPerson = Callable[[World, str], Client]
PAGES = ("/demonstration/mail/", "/demonstration/clock/")


@pytest.fixture
def demonstrating(settings: Any) -> None:
    settings.MODE = "demonstration"


def test_they_do_not_exist_in_earnest(db: None, settings: Any) -> None:
    for mode in ("production", "test"):
        settings.MODE = mode
        for page in PAGES:
            assert Client().get(page).status_code == 404
            assert Client().post(page, {"days": "1"}).status_code == 404
    assert clock.offset() == timedelta(0)
    settings.MODE = "demonstration"
    settings.WORKFLOW_TIME_TRAVEL = False
    assert Client().get(PAGES[1]).status_code == 404


def test_every_page_leads_to_them_in_a_demonstration_alone(db: None, settings: Any) -> None:
    assert PAGES[0] not in Client().get("/about/").content.decode()
    settings.MODE = "demonstration"
    shown = Client().get("/about/").content.decode()
    assert all(f'href="{page}"' in shown for page in PAGES)


def test_mail_is_readable_with_its_links_by_everybody(
    demo_world: World, demonstrating: None, settings: Any
) -> None:
    request = demonstration.filed(demo_world, "Larkspur")
    outbox.deliver(1000)
    page = Client().get("/demonstration/mail/?to=ines@").content.decode()
    assert "To ines@nsa.example" in page
    assert "Something waits for you" in page
    assert f'<a href="{settings.SITE_URL}/requests/{request.number}/"' in page
    assert "dana@meridian.example" not in page
    assert (
        "No mail went to such an address."
        in Client().get("/demonstration/mail/?to=nobody%00").content.decode()
    )


def test_anybody_moves_the_clock_forward_and_what_was_due_happens(
    demo_world: World, demonstrating: None
) -> None:
    demo_world.now = clock.now()
    request = demonstration.filed(demo_world, "Larkspur")
    assert "It is" in Client().get("/demonstration/clock/").content.decode()
    said = Client().post("/demonstration/clock/", {"days": "20", "hours": "1"}, follow=True).content.decode()
    assert "The clock moved on." in said
    assert "20 d 1 h ahead of the real time" in said
    assert Request.objects.get(pk=request.pk).state == "no_determination"


@pytest.mark.parametrize(
    "typed", [{}, {"days": "0"}, {"days": "-1"}, {"hours": "24"}, {"days": "9999"}, {"days": "x"}]
)
def test_the_clock_moves_by_sound_steps_forward_alone(
    demo_world: World, demonstrating: None, typed: dict[str, str]
) -> None:
    answer = Client().post("/demonstration/clock/", typed)
    assert "The clock was not moved" in answer.content.decode()
    assert clock.offset() == timedelta(0)


def test_no_page_takes_more_than_twelve_queries(
    demo_world: World, demonstrating: None, as_person: AsPerson, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        demonstration.filed(demo_world, f"Model {number}")
    outbox.deliver(1000)
    dana = as_person(demo_world, "dana")
    for page in PAGES:
        with django_assert_max_num_queries(12):
            assert dana.get(page).status_code == 200
