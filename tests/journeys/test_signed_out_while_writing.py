"""Somebody is signed out while they write: their text stays, and is saved once they are back."""

from collections.abc import Iterator
from typing import Any

import pytest

from designation.demo.world import World
from designation.models import Request
from tests.designation.walking import fresh, request_in
from tests.journeys.conftest import give_session, sign_in
from tests.screens import HEIGHT, WIDE, Screens

pytestmark = pytest.mark.browser
TEXT = "Finds weak places in old programs."


@pytest.fixture
def draft(live_world: World) -> Request:
    return request_in(live_world, "draft")


@pytest.fixture
def writing(browser: Any, live_site: str, draft: Request) -> Iterator[Any]:
    """Dana Ortiz's browser with a section of the draft open."""
    context = browser.new_context(base_url=live_site, viewport={"width": WIDE, "height": HEIGHT})
    context.set_default_timeout(15_000)
    give_session(context, "dana", live_site)
    page = context.new_page()
    page.goto(f"/requests/{draft.number}/application/capabilities/")
    yield page
    context.close()


def test_what_is_typed_is_saved_once_one_signed_in_again_in_another_tab(writing: Any, draft: Request) -> None:
    writing.context.clear_cookies(name="sessionid")
    writing.locator("[name=cyber_capabilities]").fill(TEXT)
    writing.get_by_text("You were signed out. Sign in again in another tab").wait_for()
    sign_in(writing.context.new_page(), "dana")
    writing.get_by_text("Saved", exact=True).wait_for()
    assert fresh(draft).answers["cyber_capabilities"] == TEXT
    with writing.expect_navigation():
        writing.get_by_role("button", name="Save and go on").click()
    assert writing.get_by_text("Saved.").count() == 1


def test_what_is_typed_is_not_saved_in_the_name_of_somebody_else(writing: Any, draft: Request) -> None:
    writing.context.clear_cookies(name="sessionid")
    sign_in(writing.context.new_page(), "carl")
    writing.locator("[name=cyber_capabilities]").fill(TEXT)
    writing.get_by_text("Somebody else is signed in now.").wait_for()
    assert fresh(draft).answers["cyber_capabilities"] != TEXT
    writing.context.clear_cookies(name="sessionid")
    sign_in(writing.context.new_page(), "dana")
    writing.get_by_text("Saved", exact=True).wait_for()
    assert fresh(draft).answers["cyber_capabilities"] == TEXT


def test_what_was_sent_is_given_back_to_be_copied(writing: Any, draft: Request, screens: Screens) -> None:
    writing.context.clear_cookies(name="sessionid")
    writing.locator("[name=cyber_capabilities]").fill(TEXT)
    with writing.expect_navigation():
        writing.get_by_role("button", name="Save and go on").click()
    assert writing.get_by_label("Cyber capabilities").input_value() == TEXT
    screens.look(writing, "signed-out")
    with writing.expect_popup() as opened:
        writing.get_by_role("link", name="Sign in again").click()
    assert opened.value.url.endswith(
        "next=%2Frequests%2F" + f"{draft.number}%2Fapplication%2Fcapabilities%2F"
    )


def test_a_form_that_is_too_old_gives_back_what_was_sent(writing: Any, screens: Screens) -> None:
    writing.context.clear_cookies(name="csrftoken")
    writing.locator("[name=cyber_capabilities]").fill(TEXT)
    with writing.expect_navigation():
        writing.get_by_role("button", name="Save and go on").click()
    assert "too old to be sent" in writing.locator("h1").inner_text()
    assert writing.get_by_label("Cyber capabilities").input_value() == TEXT
    screens.look(writing, "too-old")
