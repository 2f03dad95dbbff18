"""What keeps a form from saving itself is said; what is typed after it is saved again."""

from typing import TYPE_CHECKING

import pytest

from tests.designation.web.one_page import FORM, Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
CONFLICT = {"status": 409, "json": {"message": "Dana Ortiz changed this.", "hidden": {"seen_entry": "5"}}}


def test_a_refusal_holds_until_the_next_input_and_then_saving_goes_on(browser: "Browser") -> None:
    site = Site(browser, FORM)
    site.answer = CONFLICT
    site.page.fill("textarea", "Late in training")
    site.says("Dana Ortiz changed this.")
    assert site.page.input_value("input[name=seen_entry]") == "5"
    site.answer = {"status": 200, "json": {"hidden": {"seen_entry": "6"}}}
    site.page.fill("textarea", "Later still")
    site.page.get_by_text("Saved", exact=True).wait_for()
    assert len(site.saved) == 2
    assert "Later still" in site.saved[1]
    assert site.page.input_value("input[name=seen_entry]") == "6"


def test_nothing_is_sent_again_before_the_next_input(browser: "Browser") -> None:
    site = Site(browser, FORM)
    site.answer = CONFLICT
    site.page.clock.install()
    site.page.reload()
    site.page.fill("textarea", "Late in training")
    site.page.clock.run_for(2000)
    site.says("Dana Ortiz changed this.")
    site.page.clock.run_for(120_000)
    assert len(site.saved) == 1


@pytest.mark.parametrize(
    "answer", [{"status": 403}, {"status": 401}, {"status": 302, "headers": {"location": "/in"}}]
)
def test_somebody_signed_out_is_told_and_their_text_is_saved_once_they_are_back(
    browser: "Browser", answer: dict[str, object]
) -> None:
    site = Site(browser, FORM)
    site.answer = answer
    site.page.fill("textarea", "Late in training")
    site.says("You were signed out. Sign in again in another tab; your text is still here.")
    site.answer = {"status": 200, "json": {}}
    site.page.get_by_text("Saved", exact=True).wait_for()
    assert "Late in training" in site.saved[-1]
    assert site.page.input_value("[name=csrfmiddlewaretoken]") == str(site.loaded) != "1"
