"""A strict content security policy holds: no template carries inline styles, scripts or handlers."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted(Path("templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_no_inline_style_script_or_handler(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "javascript:" not in text


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_no_comment_is_left_in_the_page(template: Path) -> None:
    """Django's short comments end with their line; a longer one would be shown to readers."""
    for line in template.read_text().splitlines():
        assert ("{#" in line) == ("#}" in line)


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_every_form_that_posts_carries_a_token(template: Path) -> None:
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", template.read_text(), re.DOTALL)
    assert all("csrf_token" in form for form in forms)
