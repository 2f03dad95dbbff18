"""A form is sent once, however often its button is pressed."""

from typing import TYPE_CHECKING

import pytest

from tests.designation.pages.one_page import FORM, Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
PLAIN = FORM.replace(" data-autosave ", " ")


@pytest.mark.parametrize("form", [PLAIN, FORM])
def test_two_clicks_send_one_form_with_its_button(browser: "Browser", form: str) -> None:
    site = Site(browser, form)
    site.page.fill("textarea", "Late in training")
    site.page.dblclick("button", delay=20, no_wait_after=True)
    site.says("Sent")
    assert len(site.sent) == 1
    assert "finish=1" in site.sent[0]


def test_whoever_comes_back_can_send_it_again(browser: "Browser") -> None:
    site = Site(browser, PLAIN)
    site.page.click("button")
    site.says("Sent")
    site.page.go_back()
    site.page.click("button")
    site.says("Sent")
    assert len(site.sent) == 2
