"""A form is sent once, however often its button is pressed."""

from typing import TYPE_CHECKING

import pytest

from tests.designation.web.one_page import FORM, Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
PLAIN = FORM.replace(" data-autosave ", " ")


TWICE = """button => new Promise((done) => {
    button.click();
    window.setTimeout(() => { button.click(); done(); }, 20);
})"""


@pytest.mark.parametrize("form", [PLAIN, FORM])
def test_two_clicks_send_one_form_with_its_button(browser: "Browser", form: str) -> None:
    site = Site(browser, form)
    site.page.fill("textarea", "Late in training")
    site.awaiting = []
    site.page.locator("button").evaluate(TWICE)
    site.go_on()
    assert len(site.sent) == 1
    assert "finish=1" in site.sent[0]


def test_whoever_comes_back_can_send_it_again(browser: "Browser") -> None:
    site = Site(browser, PLAIN)
    for time in (1, 2):
        site.page.click("button")
        site.says("Sent")
        assert len(site.sent) == time
        site.page.go_back()
