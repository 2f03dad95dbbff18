"""A real browser shows a page with its style, and its console says nothing: the policy forbids nothing that we need."""

import pytest

from tests.screens import AXE_ADDRESS

pytestmark = pytest.mark.browser


def test_page_is_styled_and_the_console_stays_empty(page):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(f"failed: {request.url}"))
    page.goto("/about/", wait_until="networkidle")
    font = page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert "Merriweather" in font or "Source Sans" in font
    assert said == []


def test_accessibility_checker_runs_under_the_policy(page):
    page.goto("/about/")
    page.add_script_tag(url=AXE_ADDRESS)
    result = page.evaluate("axe.run()")
    assert result["violations"] == []
    assert len(result["passes"]) > 10
