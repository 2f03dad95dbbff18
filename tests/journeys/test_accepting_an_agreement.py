"""An agreement is written, put into force, read in full and accepted, in browsers, wide and narrow."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections

import designation.demo
from designation.demo.world import World
from designation.models import Window
from tests.designation.walking import catch_up, request_in, window_in
from tests.journeys.conftest import Desk
from tests.screens import WIDE, Screens

pytestmark = pytest.mark.browser
TITLE, _, TEXT = (
    (Path(designation.demo.__file__).parent / "files" / "agreement.txt").read_text().partition("\n")
)


@pytest.fixture
def window(live_world: World) -> Window:
    window = window_in(live_world, request_in(live_world, "covered"), "open", opens_in=0.01, days=10)
    catch_up(live_world)
    connections.close_all()
    return window


def test_it_is_written_read_and_accepted(
    journey: Callable[[str], Desk], window: Window, screens: Screens
) -> None:
    def look(desk: Desk, name: str) -> None:
        screens.look(desk.page, f"agreement-{name}")
        desk.page.set_viewport_size({"width": WIDE, "height": 900})

    base = f"/requests/{window.request.number}/"
    dana, carl, eve = journey("dana"), journey("carl"), journey("eve")
    dana.go(f"{base}artifacts/").follow("Set up an agreement").follow("Write an agreement")
    dana.press("Save this version").says("Text Fill this in.")
    dana.fill(title=TITLE, text=TEXT.strip())
    look(dana, "writing")
    dana.press("Save this version").says("Only your side sees this version.")
    look(dana, "draft")
    carl.go("/").says("Put the agreement for evaluators into force").follow("Read the agreement")
    carl.follow("Put this version into force")
    look(carl, "putting-in-force")
    carl.press("Put this version into force").says("In force since")
    eve.go("/").says("Read and accept the agreement").follow("View the window")
    look(eve, "window")
    eve.follow("Read the agreement").says("You report any loss or suspected disclosure")
    look(eve, "accepting")
    eve.press("Accept this agreement").says("Confirm that you have read the agreement and accept it.")
    eve.tick("accepted").press("Accept this agreement").says("Your access is open.")
    look(eve, "accepted")
    eve.follow("Nondisclosure and use agreement").says("You accepted this version")
    look(eve, "reading")
    dana.go(f"{base}agreements/").says("1 of 1 evaluator accepted it.")
    look(dana, "overview")
    dana.follow("Version 1").says("Who accepted it")
    look(dana, "version")
