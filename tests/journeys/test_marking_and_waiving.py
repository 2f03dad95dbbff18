"""A records officer marks a window, and a certifying officer waives the marks of a file, in browsers."""

from collections.abc import Callable

import pytest
from django.db import connections

from designation.artifacts import actions, receiving, sealing
from designation.artifacts.models import Artifact
from designation.demo.world import World
from designation.models import Window
from tests.designation.walking import catch_up, request_in, window_in
from tests.journeys.conftest import Desk
from tests.screens import WIDE, Screens

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("renderer")]


@pytest.fixture
def window(live_world: World) -> Window:
    request = request_in(live_world, "covered")
    window = window_in(live_world, request, "open", opens_in=0.01, days=10, reading="download")
    catch_up(live_world)
    connections.close_all()
    return window


@pytest.fixture
def weights(live_world: World, window: Window) -> Artifact:
    received = receiving.receive([b"\0" * 9000], "weights.bin")
    made = actions.upload(
        window.request, received, actor=live_world.actor("dana"), title="Weights", now=live_world.now
    )
    sealing.seal(made, now=live_world.now)
    catch_up(live_world)
    connections.close_all()
    return made


def test_it_is_marked_and_waived(
    journey: Callable[[str], Desk], window: Window, weights: Artifact, screens: Screens
) -> None:
    def look(desk: Desk, name: str) -> None:
        screens.look(desk.page, f"marking-{name}")
        desk.page.set_viewport_size({"width": WIDE, "height": 900})

    base = f"/requests/{window.request.number}/"
    cleo, carl = journey("cleo"), journey("carl")
    cleo.go(f"{base}windows/{window.number}/").says("This is the default")
    cleo.follow("Set the CUI marking").fill(marking="CUI//PROPIN//NOFORM", reason="It is CUI Specified.")
    cleo.press("Set the CUI marking").says("“NOFORM” is not a dissemination control.")
    look(cleo, "refused")
    cleo.fill(marking="cui//sp-propin//noforn").press("Set the CUI marking")
    cleo.says("CUI//SP-PROPIN//NOFORN")
    look(cleo, "window")
    carl.go(f"{base}artifacts/{weights.number}/").says("Cannot be burned in, and not waived")
    look(carl, "artifact")
    carl.follow("Waive the marks").fill(reason="Weights are evaluated outside this site.")
    carl.sign("Waive the marks").says("Waived: Weights are evaluated outside this site.")
    carl.follow("Share in an access window").says("This file cannot carry marks.")
    look(carl, "sharing")
    carl.page.select_option("[name='window']", str(window.number))
    carl.press("Continue").press("Share this artifact").says("You shared “Weights”")
