"""The page on which somebody leaves a selection: reached from the selection, with what it says, at 320 px too."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from designation.demo import roster
from designation.demo import world as demonstration
from designation.demo.cast import PASSWORD
from designation.demo.world import determined, filed
from tests.designation.walking import catch_up
from tests.screens import Screens
from workflow import clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def proposal() -> str:
    world = demonstration.people_and_policy(clock.now() - timedelta(days=2))
    request = filed(world, "Alder")
    determined(world, request)
    selection = roster.proposed(world, request, roster.activated(world))
    catch_up(world)
    number: str = selection.number
    return number


def test_an_approving_official_leaves_a_selection(
    live_site: str, browser: "Browser", screens: Screens
) -> None:
    number = proposal()
    page = browser.new_context(base_url=live_site).new_page()
    page.set_default_timeout(10_000)
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("abel@nsa.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(live_site + "/")
    page.goto(f"/early-access/{number}/")
    screens.look(page, "selection to recuse from")
    page.get_by_role("link", name="Recuse yourself").click()
    page.get_by_role("heading", name="Recuse yourself").wait_for()
    screens.look(page, "recuse from a selection")
    page.get_by_label("Reason").fill("My brother runs this hospital.")
    page.get_by_role("button", name="Recuse yourself").click()
    page.wait_for_url(live_site + "/")
    answer = page.goto(f"/early-access/{number}/")
    assert answer is not None
    assert answer.status == 404
