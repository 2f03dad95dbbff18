"""A day that does not exist is said at its field; nothing is sent in its place."""

from typing import TYPE_CHECKING

import pytest

from tests.designation.web.one_page import FORM, Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PLAIN = FORM.replace(" data-autosave ", " ")
WORDS = "This day or time does not exist. Correct it."


def type_day(page: "Page", keys: str) -> None:
    page.locator("[type=date]").focus()
    page.keyboard.type(keys)


def test_it_is_not_sent_and_the_field_says_why(browser: "Browser") -> None:
    site = Site(browser, PLAIN)
    type_day(site.page, "02312026")
    site.page.click("button")
    site.says(WORDS)
    field = site.page.locator("[type=date]")
    assert field.get_attribute("aria-invalid") == "true"
    assert site.page.inner_text(f"#{field.get_attribute('aria-describedby')}") == WORDS
    assert site.page.evaluate("document.activeElement.id") == "id_day"
    assert site.sent == []


def test_once_corrected_it_is_sent(browser: "Browser") -> None:
    site = Site(browser, PLAIN)
    type_day(site.page, "02312026")
    site.page.click("button")
    site.says(WORDS)
    site.page.fill("[type=date]", "2026-02-28")
    assert site.page.get_by_text(WORDS).count() == 0
    assert site.page.locator("[aria-invalid], [aria-describedby], .usa-form-group--error").count() == 0
    site.page.click("button")
    site.says("Sent")
    assert "day=2026-02-28" in site.sent[0]


def test_it_is_not_saved_as_nothing(browser: "Browser") -> None:
    site = Site(browser, FORM)
    site.page.clock.install()
    site.page.reload()
    site.page.fill("textarea", "Late in training")
    type_day(site.page, "02312026")
    site.page.clock.run_for(2000)
    site.says(WORDS)
    assert site.saved == []
    site.page.fill("[type=date]", "2026-02-28")
    site.page.clock.run_for(2000)
    site.page.get_by_text("Saved", exact=True).wait_for()
    assert "2026-02-28" in site.saved[0]


def test_a_day_that_was_emptied_is_saved_as_nothing(browser: "Browser") -> None:
    site = Site(browser, FORM)
    type_day(site.page, "02312026")
    site.page.fill("textarea", "Late in training")
    site.says(WORDS)
    site.page.evaluate("document.getElementById('id_day').value = ''")
    site.page.locator("[type=date]").focus()
    site.page.locator("textarea").focus()
    site.page.get_by_text("Saved", exact=True).wait_for()
    assert site.page.get_by_text(WORDS).count() == 0
