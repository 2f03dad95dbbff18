"""The conveniences of the script: saving as one types, counting down, and a word before work is left."""

from typing import TYPE_CHECKING

import pytest

from tests.designation.web.one_page import FORM, Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_a_form_saves_itself_and_says_so(browser: "Browser") -> None:
    site = Site(browser, FORM)
    site.page.fill("textarea", "Late in training")
    site.page.get_by_text("Saved", exact=True).wait_for()
    assert "Late in training" in site.saved[0]
    assert site.page.input_value("input[name=seen_entry]") == "4"
    site.page.get_by_text("s ago").wait_for()


def test_what_could_not_be_saved_is_tried_again_and_kept(browser: "Browser") -> None:
    site = Site(browser, FORM)
    site.answer = {"status": 503}
    site.page.fill("textarea", "Late in training")
    site.page.get_by_text("your text is still here").wait_for()
    site.answer = {"status": 200, "json": {}}
    site.page.get_by_text("Saved", exact=True).wait_for()
    assert site.page.input_value("textarea") == "Late in training"


def test_one_is_asked_before_leaving_unsaved_work(browser: "Browser") -> None:
    site = Site(browser, '<form method="post" action="/send" data-guard><input name="reason"></form>')
    asked: list[str] = []
    site.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    site.page.get_by_role("textbox").press_sequentially("Because")
    site.page.reload()
    assert asked == ["beforeunload"]


def test_a_countdown_goes_on_from_the_clock_of_the_server(browser: "Browser") -> None:
    now = 'data-now="2026-12-18T21:59:57Z"'
    body = f"""<span id="a" data-countdown="2026-12-18T22:00:00Z" {now} data-ticking>in 3 s</span>
      <span id="b" data-countdown="2026-12-20T22:00:00Z" {now}>in 2 days</span>"""
    site = Site(browser, body)
    assert site.page.inner_text("#b") == "in 2 days"
    site.page.wait_for_function("document.getElementById('a').textContent.endsWith('late')")
