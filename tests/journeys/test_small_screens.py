"""At 320 px: the keyboard stays in the open menu, numbers are whole, the banner keeps its distance, mail fits."""

from collections.abc import Iterator
from typing import Any

import pytest

from designation.demo import world as demonstration
from designation.demo.world import World
from designation.models import Request
from tests.journeys.conftest import give_session
from tests.screens import HEIGHT, NARROW, Screens
from workflow import outbox
from workflow.models import Delivery

pytestmark = pytest.mark.browser
IN_MENU = "!document.activeElement.closest('main, footer, .usa-navbar, .usa-skipnav, .usa-banner')"
LINES = "one => one.getClientRects().length"


@pytest.fixture
def narrow(browser: Any, live_site: str, live_world: World) -> Iterator[Any]:
    """A small screen before which Dana Ortiz sits."""
    context = browser.new_context(base_url=live_site, viewport={"width": NARROW, "height": HEIGHT})
    context.set_default_timeout(10_000)
    give_session(context, "dana", live_site)
    yield context.new_page()
    context.close()


@pytest.fixture
def filed(live_world: World) -> Request:
    """A request that was submitted."""
    return demonstration.filed(live_world, "Larkspur")


def test_the_keyboard_stays_in_the_open_menu(narrow: Any) -> None:
    narrow.goto("/about/")
    narrow.get_by_role("button", name="Menu", exact=True).click()
    narrow.locator("summary").focus()
    for _step in range(6):
        narrow.keyboard.press("Tab")
        assert narrow.evaluate(IN_MENU), narrow.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    narrow.locator(".usa-nav__close").focus()
    narrow.keyboard.press("Shift+Tab")
    assert narrow.evaluate(IN_MENU)


def test_a_closed_menu_gives_everything_back(narrow: Any) -> None:
    narrow.goto("/about/")
    narrow.get_by_role("button", name="Menu", exact=True).click()
    assert narrow.locator("[inert] main, main[inert]").count() == 1
    narrow.keyboard.press("Escape")
    assert narrow.locator("[inert]").count() == 0
    assert narrow.evaluate("document.activeElement.className") == "usa-menu-btn"


def test_the_number_of_a_request_is_not_broken(narrow: Any, filed: Request) -> None:
    narrow.goto(f"/requests/{filed.number}/")
    number = narrow.locator("h1 .fd-number")
    assert number.inner_text() == filed.number
    assert number.evaluate(LINES) == 1
    for width in range(200, NARROW, 20):  # somewhere between, it would have been broken
        narrow.set_viewport_size({"width": width, "height": HEIGHT})
        assert number.evaluate(LINES) == 1


def test_the_banner_keeps_its_distance_on_both_sides(narrow: Any, settings: Any) -> None:
    settings.MODE = "demonstration"
    narrow.goto("/about/")
    box = narrow.locator(".usa-banner__header-text").bounding_box()
    assert box["x"] >= 16
    assert box["x"] + box["width"] <= NARROW - 16


def test_mail_with_long_links_and_names_fits(
    narrow: Any, settings: Any, screens: Screens, filed: Request
) -> None:
    settings.MODE = "demonstration"
    outbox.deliver(1000)
    long = "averylongname" * 8
    link = f"https://frontier-designation.example/invitation/{long}/"
    Delivery.objects.update(address=f"{long}@nsa.example", subject=f"For {long}", body=f"Open this:\n{link}")
    narrow.goto("/demonstration/mail/")
    assert narrow.get_by_role("link", name=link).count() > 0
    screens.fits(narrow, "demo-mail-long")
